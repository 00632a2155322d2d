import type { Figure, Sampler } from "../figure.js";
import { iex, ours, peers, type ReplKind } from "../repls.js";

export const steadyLine: Figure = {
  name: "steady-line",
  title: "1 + 1 typed at a shell without a name, until the next prompt",
  unit: "ms",
  better: "less",
  samples: 5,
  sides: {
    ours: () => lines(ours),
    beam: { beam: () => lines(iex) },
    ...Object.fromEntries(Object.entries(peers).map(([name, kind]) => [name, () => lines(kind)])),
  },
  budgets: [],
};

async function lines({ start, lines = 100 }: ReplKind): Promise<Sampler> {
  const repl = await start();
  return async () => {
    const begin = performance.now();
    for (let i = 0; i < lines; i++) await repl.type("1 + 1");
    return (performance.now() - begin) / lines;
  };
}
