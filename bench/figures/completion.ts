import type { Figure } from "../figure.js";
import { everyRepl, ours, type ReplKind } from "../repls.js";
import { openTerminal } from "../terminals.js";

const first = (kind: ReplKind) => async (): Promise<number> => {
  const repl = await openTerminal(kind);
  const took = await repl.complete();
  await repl.stop();
  return took;
};

export const firstCompletion: Figure = {
  name: "first-completion",
  title: "Tab as the very first thing at a terminal, until what it offers is on the screen",
  unit: "ms",
  better: "less",
  samples: 5,
  sides: everyRepl(first),
  budgets: [{ limit: 200 }],
};

export const laterCompletion: Figure = {
  name: "later-completion",
  title: "the same when it has been pressed before",
  unit: "ms",
  better: "less",
  samples: 10,
  sides: everyRepl(async (kind) => {
    const repl = await openTerminal(kind);
    return () => repl.complete();
  }),
  budgets: [{ limit: 200 }],
};

const TABLE = 'const table = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => ["key" + n, n]))';

export const largeCompletion: Figure = {
  name: "large-completion",
  title: "Tab as the very first thing, at an object of 100,000 names",
  unit: "ms",
  better: "less",
  samples: 5,
  sides: {
    ours: () =>
      first({
        ...ours,
        args: [...ours.args, "--eval", TABLE],
        completion: { text: "table.key", candidates: ["key0", "key100"], presses: 1 },
      }),
  },
  budgets: [{ limit: 200 }],
};
