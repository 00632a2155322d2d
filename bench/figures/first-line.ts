import type { Figure } from "../figure.js";
import { iex, ours, peers, type ReplKind } from "../repls.js";

export const firstLine: Figure = {
  name: "first-line",
  title: "a typed declaration as the very first line, until the next prompt",
  unit: "ms",
  better: "less",
  samples: 5,
  sides: {
    ours: () => () => firstOf(ours),
    beam: { beam: () => () => firstOf(iex) },
    ...Object.fromEntries(Object.entries(peers).map(([name, kind]) => [name, () => () => firstOf(kind)])),
  },
  budgets: [],
};

/** Nobody types at once: but who pipes does, and then loading counts in full. */
async function firstOf({ start, declaration }: ReplKind): Promise<number> {
  const repl = await start();
  const begin = performance.now();
  await repl.type(declaration);
  const took = performance.now() - begin;
  await repl.stop();
  return took;
}
