import { atom, IO, inProcess, Node, Process, receive, self, send, startGroupLeader, stringDevice } from "iex-ts";
import type { Figure } from "../figure.js";
import { perSecond, twoNodes } from "../two-nodes.js";

const LINES = 1000;

export const remoteOutput: Figure = {
  name: "remote-output",
  title: "remote IO.puts lines",
  unit: "lines/s",
  better: "more",
  samples: 6,
  sides: {
    ours: async () => {
      const far = await twoNodes();
      const device = stringDevice();
      const leader = startGroupLeader(device);
      return () =>
        inProcess(async () => {
          Process.groupLeader(self(), leader);
          const me = self();
          const lines = LINES;
          const start = performance.now();
          await Node.spawnLink(far, async () => {
            for (let i = 0; i < lines; i++) await IO.puts("hello from the other node");
            send(me, atom.ok);
          });
          await receive();
          const took = performance.now() - start;
          const printed = device.take().split("\n").length - 1;
          if (printed !== LINES) throw new Error(`${printed} of ${LINES} lines have arrived`);
          return perSecond(LINES, took);
        });
    },
    beam: { beam: "remote_output.exs" },
  },
  budgets: [{ against: "beam", ratio: 1 }],
};
