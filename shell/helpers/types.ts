import { ArgumentError, IO } from "../../src/index.js";
import { QUIET } from "../evaluator.js";
import type { Helper } from "./helper.js";

export const t: Helper = {
  signature: "t(expression)",
  summary: 'prints the type of an expression, or the declaration of a type: t(Node.list), t("Point")',
  details: `The expression is not evaluated. Of a module it prints the types that the module declares. Elsewhere than at
the prompt give the expression as a string.`,
  make: (session) => async (asked: unknown) => {
    const answer = await session.types.typeOf(textOf(asked));
    const found =
      "type" in answer ? answer.type : `No type information for ${textOf(asked)} was found: ${answer.problem}`;
    await IO.puts(found);
    return QUIET;
  },
};

/** A function's text serves as well: `t(() => expression)` from code. */
function textOf(asked: unknown): string {
  if (typeof asked === "string" && asked.trim() !== "") return asked;
  if (typeof asked === "function") return Function.prototype.toString.call(asked);
  throw new ArgumentError('could not tell which type to print: give an expression, as in t("Node.list()")');
}
