import type { Figure } from "../figure.js";
import { iex, ours, peers, type ReplKind } from "../repls.js";

export const bareBoot: Figure = {
  name: "bare-boot",
  title: "boot to the first prompt of a shell without a name",
  unit: "ms",
  better: "less",
  samples: 5,
  sides: {
    ours: () => () => bootOf(ours),
    beam: { beam: () => () => bootOf(iex) },
    ...Object.fromEntries(Object.entries(peers).map(([name, kind]) => [name, () => () => bootOf(kind)])),
  },
  budgets: [],
};

async function bootOf({ start }: ReplKind): Promise<number> {
  const begin = performance.now();
  const repl = await start();
  const took = performance.now() - begin;
  await repl.stop();
  return took;
}
