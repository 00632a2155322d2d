import { atom, inProcess, type Pid, Process, receive, self, send, spawnLink } from "iex-ts";
import type { Figure } from "../figure.js";
import { perSecond } from "../two-nodes.js";

const TIMES = 200_000;

export const localPingPong: Figure = {
  name: "local-ping-pong",
  title: "local ping-pong",
  unit: "round trips/s",
  better: "more",
  sides: {
    ours: () => () =>
      inProcess(async () => {
        const ponger = spawnLink(pong);
        const me = self();
        const start = performance.now();
        for (let i = 0; i < TIMES; i++) {
          send(ponger, me);
          await receive();
        }
        const took = performance.now() - start;
        Process.unlink(ponger);
        Process.exit(ponger, atom.kill);
        return perSecond(TIMES, took);
      }),
    beam: { beam: "local_ping_pong.exs" },
  },
  // Below Node.js 24 the process that runs has to be found by promise hooks.
  budgets: [{ against: "beam", ratio: Number(process.versions.node.split(".")[0]) >= 24 ? 1 : 0.5 }],
};

async function pong(): Promise<never> {
  for (;;) send((await receive()) as Pid, atom.ok);
}
