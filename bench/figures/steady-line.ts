import type { Figure, Sampler } from "../figure.js";
import { everyRepl, openRepl, type ReplKind } from "../repls.js";

export const steadyLine: Figure = {
  name: "steady-line",
  title: "1 + 1 typed at a shell without a name, until the next prompt",
  unit: "ms",
  better: "less",
  samples: 5,
  sides: everyRepl((kind) => lines(kind)),
  budgets: [],
};

async function lines(kind: ReplKind): Promise<Sampler> {
  const repl = await openRepl(kind);
  const { lines: count = 100 } = kind;
  return async () => {
    const begin = performance.now();
    for (let i = 0; i < count; i++) await repl.type("1 + 1");
    return (performance.now() - begin) / count;
  };
}
