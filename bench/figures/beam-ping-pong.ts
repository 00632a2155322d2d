import { atom, inProcess, receive, self, send, tuple } from "iex-ts";
import { withBeam } from "../beam-node.js";
import type { Figure } from "../figure.js";
import { perSecond } from "../two-nodes.js";

const TIMES = 3000;

export const beamPingPong: Figure = {
  name: "beam-ping-pong",
  title: "ping-pong with a BEAM node (BEAM: between two)",
  unit: "round trips/s",
  better: "more",
  samples: 8,
  sides: {
    ours: {
      beam: async () => {
        const far = await withBeam();
        return () =>
          inProcess(async () => {
            const asked = tuple(self(), atom.ok);
            const start = performance.now();
            for (let i = 0; i < TIMES; i++) {
              send(["echo", far], asked);
              await receive();
            }
            return perSecond(TIMES, performance.now() - start);
          });
      },
    },
    beam: { beam: "remote_ping_pong.exs" },
  },
  budgets: [{ against: "beam", ratio: 0.5 }],
};
