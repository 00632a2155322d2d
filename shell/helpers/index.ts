import type { Session } from "../session.js";
import { c, nl, r } from "./code.js";
import { createHelp } from "./help.js";
import type { Helper } from "./helper.js";
import { pid } from "./identifiers.js";
import { flush } from "./messages.js";
import { clear, exit, respawn } from "./session.js";
import { v } from "./values.js";

const helpers: Record<string, Helper> = { c, clear, exit, flush, h: createHelp(() => helpers), nl, pid, r, respawn, v };

/** The helpers of one shell, by name. */
export function createHelpers(session: Session): Record<string, unknown> {
  return Object.fromEntries(Object.entries(helpers).map(([name, helper]) => [name, named(name, helper.make(session))]));
}

/** A function that prints as what it is called. */
function named<T extends object>(name: string, fun: T): T {
  return Object.defineProperty(fun, "name", { value: name });
}
