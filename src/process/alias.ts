import { makeRef, type Reference } from "../term/index.js";
import { me } from "./me.js";
import type { AliasMode, Pcb } from "./pcb.js";

const aliases = new Map<Reference, Pcb>();

/**
 * Makes a second address for the calling process, which it can give up (`:erlang.alias/1`). A
 * message to an alias that was given up is dropped: late replies never reach the mailbox.
 *
 * @param mode `"explicit_unalias"` until {@link unalias}, `"reply"` for one message
 */
export function alias(mode: "explicit_unalias" | "reply" = "explicit_unalias"): Reference {
  const ref = makeRef();
  addAlias(me(), ref, mode);
  return ref;
}

/** Gives an alias up; false when the calling process has no such alias (`:erlang.unalias/1`). */
export function unalias(ref: Reference): boolean {
  const process = me();
  if (!process.aliases?.has(ref)) return false;
  removeAlias(process, ref);
  return true;
}

/** @internal */
export function addAlias(process: Pcb, ref: Reference, mode: AliasMode): void {
  process.aliases ??= new Map();
  process.aliases.set(ref, mode);
  aliases.set(ref, process);
}

/** @internal */
export function removeAlias(process: Pcb, ref: Reference): void {
  process.aliases?.delete(ref);
  aliases.delete(ref);
}

/** @internal The process behind an alias; one that was for a single message is used up by this. */
export function aliased(ref: Reference): Pcb | undefined {
  const process = aliases.get(ref);
  const mode = process?.aliases?.get(ref);
  if (process && (mode === "reply" || mode === "reply_demonitor")) {
    removeAlias(process, ref);
    if (mode === "reply_demonitor") process.monitors?.get(ref) && endMonitor(process, ref);
  }
  return process;
}

let endMonitor: (process: Pcb, ref: Reference) => void = () => {};

/** @internal how a monitor ends, said by `monitor.ts`, which stands on this file */
export function whenReplied(end: typeof endMonitor): void {
  endMonitor = end;
}

/** @internal at the end of a process */
export function forgetAliases(process: Pcb): void {
  if (process.aliases) for (const ref of process.aliases.keys()) aliases.delete(ref);
}
