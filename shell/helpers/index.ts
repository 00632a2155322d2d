import { Code } from "../../src/index.js";
import type { Session } from "../session.js";
import { c, nl, r } from "./code.js";
import { b } from "./documentation.js";
import { exports } from "./exports.js";
import { cd, ls, pwd } from "./folders.js";
import { createHelp } from "./help.js";
import type { Helper } from "./helper.js";
import { pid, port, ref } from "./identifiers.js";
import { importIfAvailable } from "./import-available.js";
import { importFile, importFileIfAvailable } from "./import-file.js";
import { i } from "./info.js";
import { l } from "./load.js";
import { flush } from "./messages.js";
import { open } from "./open.js";
import { processInfo } from "./process-info.js";
import { resume, whereami } from "./pry.js";
import { recompile } from "./recompile.js";
import { runtimeInfo } from "./runtime-info.js";
import { clear, respawn } from "./session.js";
import { source } from "./source.js";
import { t } from "./types.js";
import { v } from "./values.js";

const helpers: Record<string, Helper> = {
  b,
  c,
  cd,
  clear,
  continue: resume,
  exports,
  flush,
  h: createHelp(() => helpers),
  i,
  importFile,
  importFileIfAvailable,
  importIfAvailable,
  l,
  ls,
  nl,
  open,
  pid,
  port,
  processInfo,
  pwd,
  r,
  recompile,
  ref,
  respawn,
  runtimeInfo,
  source,
  t,
  v,
  whereami,
};

/**
 * The helpers of one shell, by name. They are the module `IEx.Helpers` too: a function that uses
 * them travels, and finds those of the node that it runs on.
 */
export function createHelpers(session: Session): Record<string, unknown> {
  const made = Object.fromEntries(
    Object.entries(helpers).map(([name, helper]) => [name, named(name, helper.make(session))]),
  );
  const earlier = Code.whichModule("IEx.Helpers");
  Code.registerModule("IEx.Helpers", made);
  // The module stays that of the first shell; those of the others are known by the same names.
  if (earlier) Code.registerModule("IEx.Helpers", earlier.exports);
  return made;
}

/** A function that prints as what it is called. */
function named<T extends object>(name: string, fun: T): T {
  return Object.defineProperty(fun, "name", { value: name });
}
