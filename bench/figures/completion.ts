import type { Figure } from "../figure.js";
import { everyRepl } from "../repls.js";
import { openTerminal } from "../terminals.js";

export const firstCompletion: Figure = {
  name: "first-completion",
  title: "Tab as the very first thing at a terminal, until what it offers is on the screen",
  unit: "ms",
  better: "less",
  samples: 5,
  sides: everyRepl((kind) => async () => {
    const repl = await openTerminal(kind);
    const took = await repl.complete();
    await repl.stop();
    return took;
  }),
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
