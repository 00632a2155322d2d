import type { Figure } from "../figure.js";
import { everyRepl, openRepl, type ReplKind } from "../repls.js";

export const firstLine: Figure = {
  name: "first-line",
  title: "a typed declaration as the very first line, until the next prompt",
  unit: "ms",
  better: "less",
  samples: 5,
  sides: everyRepl((kind) => () => firstOf(kind)),
  budgets: ["beam", "ts-node", "tsx"].map((against) => ({ against, ratio: 1 })),
};

/** Nobody types at once: but who pipes does, and then loading counts in full. */
async function firstOf(kind: ReplKind): Promise<number> {
  const repl = await openRepl(kind);
  const begin = performance.now();
  await repl.type(kind.declaration);
  const took = performance.now() - begin;
  await repl.stop();
  return took;
}
