/** Elixir's `Kernel`, as far as it is about processes: what other nodes call by name. */

import { ArgumentError, applyNamed, type Fun, invalidArgument } from "../process/index.js";
import {
  type Atom,
  atom,
  Fun as ForeignFun,
  inspect,
  localOrigin,
  type Pid,
  type Port,
  pidOfNumbers,
  portOfNumbers,
  type Reference,
  referenceOfNumbers,
} from "../term/index.js";

/**
 * The node that a pid, reference or port belongs to; this node when left out (`Kernel.node/1`).
 *
 * @throws ArgumentError for anything else
 * @example
 * node(await Node.spawn("you@localhost", () => {})); // :you@localhost
 */
export function node(of?: Pid | Reference | Port): Atom {
  const name = of === undefined ? localOrigin.node : of?.node;
  if (typeof name === "string") return atom(name);
  throw new ArgumentError(invalidArgument(1, "not a pid, a reference or a port; a promise of one needs await"));
}

/**
 * Calls a function with a list of arguments: `apply(fun, args)`, or `apply(module, name, args)`
 * (`Kernel.apply/2`, `Kernel.apply/3`).
 *
 * @throws ArgumentError for what cannot be called, such as a function of Elixir: it is code for
 *   another machine, and the message says so to whoever sent it
 */
export function apply(...call: [unknown, readonly unknown[]] | [Atom, Atom, readonly unknown[]]): unknown {
  if (call.length === 3) return applyNamed(...call);
  const [fun, args] = call;
  if (typeof fun === "function") return (fun as Fun)(...args);
  throw new ArgumentError(fun instanceof ForeignFun ? cannotRun(fun) : invalidArgument(1, "not a function"));
}

function cannotRun(fun: ForeignFun): string {
  const here = inspect(atom(localOrigin.node));
  return (
    `cannot run ${inspect(fun)} on ${here}, which runs TypeScript. ` +
    `Name a function that is loaded there: Node.spawn(${here}, Module, :function, arguments)`
  );
}

export { exit, self, send, spawn, spawnLink, spawnMonitor } from "../process/index.js";
export { makeRef } from "../term/index.js";

/**
 * The pid that prints like this (IEx's `pid/1`).
 *
 * @param text `"#PID<0.111.0>"`, `"<0.111.0>"` or `"0.111.0"`
 * @throws ArgumentError for other text, and for the number of a node that was never heard of
 */
export function pidFromText(text: string): Pid {
  const [, index, id, serial] = /^(?:#PID)?<?(\d+)\.(\d+)\.(\d+)>?$/.exec(text.trim())?.map(Number) ?? [];
  if (index !== undefined && id !== undefined && serial !== undefined) {
    const found = pidOfNumbers(index, id, serial);
    if (found) return found;
  }
  throw new ArgumentError(invalidArgument(1, "not a textual representation of a pid"));
}

/**
 * The reference that prints like this (IEx's `ref/1`).
 *
 * @param text `"#Reference<0.1.2.3>"` or `"0.1.2.3"`
 * @throws ArgumentError for other text, and for the number of a node that was never heard of
 */
export function refFromText(text: string): Reference {
  const [index, ...words] = numbersIn(text, /^(?:#Ref(?:erence)?<)?(\d+(?:\.\d+){3,5})>?$/);
  const found = index !== undefined && words.every((word) => word < WORD) && referenceOfNumbers(index, words);
  if (found) return found;
  throw new ArgumentError(invalidArgument(1, "not a textual representation of a reference"));
}

/** What 32 bits cannot hold. */
const WORD = 0x1_0000_0000;

/**
 * The port that prints like this (IEx's `port/1`).
 *
 * @param text `"#Port<0.4>"` or `"0.4"`
 * @throws ArgumentError for other text, and for the number of a node that was never heard of
 */
export function portFromText(text: string): Port {
  const [index, id] = numbersIn(text, /^(?:#Port<)?(\d+\.\d+)>?$/);
  const found = index !== undefined && id !== undefined && portOfNumbers(index, BigInt(id));
  if (found) return found;
  throw new ArgumentError(invalidArgument(1, "not a textual representation of a port"));
}

function numbersIn(text: unknown, form: RegExp): number[] {
  return form.exec(String(text).trim())?.[1]?.split(".").map(Number) ?? [];
}
