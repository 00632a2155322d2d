import type { Figure } from "../figure.js";
import { everyRepl, openRepl, type ReplKind } from "../repls.js";

export const bareBoot: Figure = {
  name: "bare-boot",
  title: "boot to the first prompt of a shell without a name",
  unit: "ms",
  better: "less",
  samples: 5,
  sides: everyRepl((kind) => () => bootOf(kind)),
  budgets: ["beam", "ts-node", "tsx"].map((against) => ({ against, ratio: 1 })),
};

async function bootOf(kind: ReplKind): Promise<number> {
  const begin = performance.now();
  const repl = await openRepl(kind);
  const took = performance.now() - begin;
  await repl.stop();
  return took;
}
