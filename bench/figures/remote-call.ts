import { inProcess, Rpc } from "iex-ts";
import type { Figure } from "../figure.js";
import { perSecond, twoNodes } from "../two-nodes.js";

const TIMES = 1000;

export const remoteCall: Figure = {
  name: "remote-call",
  title: "Rpc.call of a named function (BEAM: erpc)",
  unit: "calls/s",
  better: "more",
  samples: 6,
  sides: {
    ours: async () => {
      const far = await twoNodes();
      return () =>
        inProcess(async () => {
          const start = performance.now();
          for (let i = 0; i < TIMES; i++) await Rpc.call(far, "Node", "self", []);
          return perSecond(TIMES, performance.now() - start);
        });
    },
    beam: { beam: "remote_call.exs" },
  },
  budgets: [{ against: "beam", ratio: 1 }],
};
