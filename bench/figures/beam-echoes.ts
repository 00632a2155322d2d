import { atom, inProcess, receive, self, send, tuple } from "iex-ts";
import { withBeam } from "../beam-node.js";
import type { Figure } from "../figure.js";
import { perSecond } from "../two-nodes.js";

const TIMES = 10_000;

export const beamEchoes: Figure = {
  name: "beam-echoes",
  title: `${TIMES} echoes at once from a BEAM node (BEAM: between two)`,
  unit: "echoes/s",
  better: "more",
  sides: {
    ours: {
      beam: async () => {
        const far = await withBeam();
        return () =>
          inProcess(async () => {
            const me = self();
            const start = performance.now();
            for (let i = 0; i < TIMES; i++) send(["echo", far], tuple(me, tuple(atom.ok, i)));
            for (let i = 0; i < TIMES; i++) await receive();
            return perSecond(TIMES, performance.now() - start);
          });
      },
    },
    beam: { beam: "remote_echoes.exs" },
  },
  budgets: [{ against: "beam", ratio: 0.5 }],
};
