import { IO, inspect } from "../../src/index.js";
import { inspectOptions } from "../configure/printing.js";
import { QUIET } from "../evaluator.js";
import type { Helper } from "./helper.js";

export const i: Helper = {
  signature: "i(value)",
  summary: "prints information about a value, or about the last one: i()",
  details: `Its type, what other nodes see it as, and more that depends on what it is: of a process whether it
lives, of a module its file. A class says more of its instances with a method [Symbol.for("iex.info")]()
that gives an object of headings and texts. Whether a value can be sent is found out as send() does:
its getters are read.`,
  make:
    (session) =>
    async (...values: unknown[]) => {
      const value = values.length === 0 ? session.history.v() : values[0];
      const { formatCard } = await import("./info/card.js");
      const [{ cardOf }, { moduleOf }] = await Promise.all([import("./info/term.js"), import("./info/module.js")]);
      const term = inspect(moduleOf(value)?.module ?? value, inspectOptions(session));
      await IO.puts(formatCard([["Term", term], ...(await cardOf(value))], session.style));
      return QUIET;
    },
};
