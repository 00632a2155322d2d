import { inProcess, Node, Process, receive, self, startGroupLeader, stringDevice } from "iex-ts";
import { withBeam } from "../beam-node.js";
import type { Figure } from "../figure.js";
import { perSecond } from "../two-nodes.js";

const TIMES = 500;

export const beamSpawn: Figure = {
  name: "beam-spawn",
  title: "Node.spawn on a BEAM node that prints here, and its end (BEAM: between two)",
  unit: "spawns/s",
  better: "more",
  samples: 6,
  sides: {
    ours: {
      beam: async () => {
        const far = await withBeam();
        const device = stringDevice();
        const leader = startGroupLeader(device);
        return () =>
          inProcess(async () => {
            Process.groupLeader(self(), leader);
            const start = performance.now();
            for (let i = 0; i < TIMES; i++) {
              await Node.spawnMonitor(far, "IO", "puts", ["hello from the other node"]);
              await receive();
            }
            const took = performance.now() - start;
            const printed = device.take().split("\n").length - 1;
            if (printed !== TIMES) throw new Error(`${printed} of ${TIMES} lines have arrived`);
            return perSecond(TIMES, took);
          });
      },
    },
    beam: { beam: "remote_spawn_output.exs" },
  },
  budgets: [{ against: "beam", ratio: 0.5 }],
};
