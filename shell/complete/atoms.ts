import { types } from "node:util";
import { Node, Process } from "../../src/index.js";
import { ownNames } from "./members.js";
import type { Prompt } from "./resolve.js";

/** The atoms of OTP's own messages and answers. */
const WELL_KNOWN =
  "DOWN EXIT abnormal alias already_started badarg badarith badmatch brutal_kill cancel down eof error exit flush function_clause hibernate ignore infinity info io_reply io_request kill killed link monitor nil noconnection nodedown nodeup noproc noreply normal ok permanent ping pong pang process reply restart rest_for_one one_for_all one_for_one running shutdown stop temporary timeout transient undef via waiting".split(
    " ",
  );

/** How many values are looked at for atoms, how many names they may have together, and how deep it goes. */
const MOST_VALUES = 2000;
const MOST_NAMES = 200_000;
const DEEPEST = 4;

/** The names of atoms that can be meant: well-known ones, and those that are in use at the prompt. */
export function atomNames(prompt: Prompt): string[] {
  const nodes = Node.list("known");
  const seen = [...Process.registered(), ...nodes, ...inUse(prompt)].map((atom) => Symbol.keyFor(atom)!);
  return [...new Set([...WELL_KNOWN, ...seen])];
}

/** Atoms inside the values of bindings and of earlier prompts, looked for without running anything. */
function inUse({ scope, history }: Prompt): symbol[] {
  const found = new Set<symbol>();
  const met = new Set<object>();
  let names = 0;
  const look = (value: unknown, depth: number): void => {
    if (typeof value === "symbol" && Symbol.keyFor(value) !== undefined) found.add(value);
    if (typeof value !== "object" || value === null || types.isProxy(value) || met.has(value)) return;
    if (met.size >= MOST_VALUES || names >= MOST_NAMES || depth > DEEPEST) return;
    met.add(value);
    const keys = keysOf(value);
    names += keys.length;
    for (const key of keys.slice(0, MOST_MEMBERS)) look(plain(value, key), depth + 1);
  };
  for (const name of scope.names())
    look(
      safely(() => scope.get(name)),
      0,
    );
  for (let n = 1; n <= history.size; n++) look(history.v(-n), 0);
  return [...found];
}

const MOST_MEMBERS = 100;

function keysOf(value: object): PropertyKey[] {
  if (Array.isArray(value)) return Array.from({ length: Math.min(value.length, MOST_MEMBERS) }, (_, i) => i);
  return ArrayBuffer.isView(value) ? [] : ownNames(value);
}

function plain(holder: object, key: PropertyKey): unknown {
  return Object.getOwnPropertyDescriptor(holder, key)?.value;
}

function safely<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
