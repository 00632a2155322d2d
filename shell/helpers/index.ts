import { Code } from "../../src/index.js";
import type { Session } from "../session.js";
import { c, nl, r } from "./code.js";
import { createHelp } from "./help.js";
import type { Helper } from "./helper.js";
import { pid } from "./identifiers.js";
import { flush } from "./messages.js";
import { recompile } from "./recompile.js";
import { clear, respawn } from "./session.js";
import { v } from "./values.js";

const helpers: Record<string, Helper> = {
  c,
  clear,
  flush,
  h: createHelp(() => helpers),
  nl,
  pid,
  r,
  recompile,
  respawn,
  v,
};

/**
 * The helpers of one shell, by name. They are the module `IEx.Helpers` too: a function that uses
 * them travels, and finds those of the node that it runs on.
 */
export function createHelpers(session: Session): Record<string, unknown> {
  const made = Object.fromEntries(
    Object.entries(helpers).map(([name, helper]) => [name, named(name, helper.make(session))]),
  );
  Code.registerModule("IEx.Helpers", made);
  return made;
}

/** A function that prints as what it is called. */
function named<T extends object>(name: string, fun: T): T {
  return Object.defineProperty(fun, "name", { value: name });
}
