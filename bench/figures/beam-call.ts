import { inProcess, Node, Rpc } from "iex-ts";
import { withBeam } from "../beam-node.js";
import type { Figure } from "../figure.js";
import { perSecond } from "../two-nodes.js";

const TIMES = 1000;

export const beamCall: Figure = {
  name: "beam-call",
  title: ":erpc.call of this node from a BEAM node (BEAM: between two)",
  unit: "calls/s",
  better: "more",
  samples: 6,
  sides: {
    ours: {
      beam: async () => {
        const far = await withBeam();
        return () =>
          inProcess(async () => {
            const microseconds = await Rpc.call(far, "Bench.Far", "call", [Node.self(), TIMES]);
            return perSecond(TIMES, (microseconds as number) / 1000);
          });
      },
    },
    beam: { beam: "remote_call.exs" },
  },
  budgets: [{ against: "beam", ratio: 0.5 }],
};
