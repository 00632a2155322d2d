import { atom, inProcess, Node, type Pid, receive, self, send, tuple } from "iex-ts";
import type { Figure } from "../figure.js";
import { perSecond, twoNodes } from "../two-nodes.js";

const TIMES = 128;
/** Sent at once before the receiver is asked whether it has them: nobody's queue grows without end. */
const WINDOW = 16;

export const remoteBytes: Figure = {
  name: "remote-bytes",
  title: "remote 1 MiB messages",
  unit: "MiB/s",
  better: "more",
  sides: {
    ours: async () => {
      const far = await twoNodes();
      // Not valid UTF-8, so that it arrives as bytes.
      const bytes = new Uint8Array(1 << 20).fill(255);
      return () =>
        inProcess(async () => {
          const sink = await Node.spawnLink(far, async () => {
            for (;;) {
              const message = await receive();
              if (Array.isArray(message)) send(message[0] as Pid, (message as unknown[])[1]);
            }
          });
          const asked = tuple(self(), atom.ok);
          const start = performance.now();
          for (let sent = 0; sent < TIMES; sent += WINDOW) {
            for (let i = 0; i < WINDOW; i++) send(sink, bytes);
            send(sink, asked);
            await receive();
          }
          return perSecond(TIMES, performance.now() - start);
        });
    },
    beam: { beam: "remote_bytes.exs" },
  },
  budgets: [{ against: "beam", ratio: 0.3 }],
};
