import { ArgumentError, Code, IO, inspect } from "../../src/index.js";
import { isPlainFunction, known, membersOf } from "../complete/members.js";
import { widthOf } from "../configure/printing.js";
import { QUIET } from "../evaluator.js";
import type { Helper } from "./helper.js";
import { table } from "./table.js";

export const exports: Helper = {
  signature: "exports(Module = IEx.Helpers)",
  summary: "lists the functions of a module with their numbers of parameters",
  make:
    (session) =>
    async (module: unknown = helpersModule()) => {
      await IO.puts(table(functionsOf(moduleOf(module)), widthOf(session)));
      return QUIET;
    },
};

function helpersModule(): unknown {
  return Code.whichModule("IEx.Helpers")?.exports;
}

/** A module itself, or its name. */
function moduleOf(asked: unknown): object {
  const found = typeof asked === "string" || typeof asked === "symbol" ? Code.whichModule(asked)?.exports : asked;
  if ((typeof found === "object" && found !== null) || typeof found === "function") return found;
  const shown = typeof asked === "string" ? asked : inspect(asked, { limit: 5 });
  throw new ArgumentError(`could not list the functions of ${shown}: it is no module that is loaded`);
}

function functionsOf(module: object): string[] {
  const members = membersOf(known(module), "").filter(({ common }) => !common);
  return members
    .map(({ name, known }) => ({ name, value: known()?.value }))
    .filter(({ value }) => isPlainFunction(value))
    .map(({ name, value }) => `${name}/${(value as () => void).length}`)
    .sort();
}
