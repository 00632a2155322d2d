import { atomName, Code, inspect } from "../../../src/index.js";
import { shownPath } from "../../evaluate/index.js";
import type { Card } from "./card.js";

type Loaded = ReturnType<typeof Code.loadedModules>[number];

/** The loaded module that a value is, or that its name is. */
export function moduleOf(value: unknown): Loaded | undefined {
  if (typeof value === "symbol") return isModuleName(value) ? Code.whichModule(value) : undefined;
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  return Code.loadedModules().find(({ exports }) => exports === value);
}

/** Other atoms name modules of Erlang, and most other things besides. */
function isModuleName(name: symbol): boolean {
  return Symbol.keyFor(name)?.startsWith("Elixir.") ?? false;
}

export function moduleCard({ module, source, exports }: Loaded): Card {
  const name = inspect(module);
  const functions = Object.values(exports).filter((value) => typeof value === "function");
  return [
    ["Data type", "Module"],
    ...(source ? ([["Source", shownPath(source.file)]] as const) : []),
    ["Functions", String(functions.length)],
    ["Description", `Use h(${name}) to access its documentation.\nCall exports(${name}) to list its functions.`],
    ["Raw representation", name.startsWith(":") ? name : `:"${atomName(module)}"`],
    ["Erlang term", "atom"],
  ];
}
