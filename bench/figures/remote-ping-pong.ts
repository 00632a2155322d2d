import { atom, inProcess, Node, type Pid, receive, self, send } from "iex-ts";
import { WebSocket } from "ws";
import { startChild } from "../children.js";
import type { Figure } from "../figure.js";
import { entry } from "../places.js";
import { lineOf, perSecond, twoNodes } from "../two-nodes.js";

const TIMES = 3000;

export const remotePingPong: Figure = {
  name: "remote-ping-pong",
  title: "remote ping-pong",
  unit: "round trips/s",
  better: "more",
  samples: 8,
  sides: { ours, ws, beam: { beam: "remote_ping_pong.exs" } },
  budgets: [
    { against: "ws", ratio: 0.65 },
    { against: "beam", ratio: 1 },
  ],
};

async function ours() {
  const far = await twoNodes();
  return () =>
    inProcess(async () => {
      const ponger = await Node.spawnLink(far, async () => {
        for (;;) send((await receive()) as Pid, atom.ok);
      });
      const me = self();
      const start = performance.now();
      for (let i = 0; i < TIMES; i++) {
        send(ponger, me);
        await receive();
      }
      return perSecond(TIMES, performance.now() - start);
    });
}

/** The same as bytes, with the options of our carrier and nothing else of ours: what websockets make possible on this machine. */
async function ws() {
  const child = startChild(process.execPath, [entry("echo")], { stdio: ["pipe", "pipe", "inherit"] });
  const port = (await lineOf(child, "@ ")).slice(2);
  const socket = new WebSocket(`ws://localhost:${port}`, {
    perMessageDeflate: false,
    generateMask: (mask) => mask.fill(0),
  });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const message = Buffer.alloc(64);
  return () =>
    new Promise<number>((resolve) => {
      let left = TIMES;
      const start = performance.now();
      const next = (): void => {
        if (left-- > 0) socket.send(message);
        else {
          socket.off("message", next);
          resolve(perSecond(TIMES, performance.now() - start));
        }
      };
      socket.on("message", next);
      next();
    });
}
