import { inProcess, receive, spawn, spawnMonitor } from "iex-ts";
import type { Figure } from "../figure.js";
import { perSecond } from "../two-nodes.js";

const TIMES = 100_000;

export const spawning: Figure = {
  name: "spawn",
  title: "spawn and exit",
  unit: "processes/s",
  better: "more",
  sides: {
    ours: () => () =>
      inProcess(async () => {
        const start = performance.now();
        for (let i = 1; i < TIMES; i++) spawn(() => {});
        // It runs after the others, so its end is theirs.
        spawnMonitor(() => {});
        await receive();
        return perSecond(TIMES, performance.now() - start);
      }),
    beam: { beam: "spawn.exs" },
  },
  budgets: [{ against: "beam", ratio: 0.25 }],
};
