import {
  ArgumentError,
  type Atom,
  inspect,
  isAtom,
  type Pid,
  Process,
  pidFromText,
  portFromText,
  refFromText,
} from "../../src/index.js";
import type { Helper } from "./helper.js";

export const pid: Helper = {
  signature: "pid(text)",
  summary: 'the pid that prints like this: pid("0.111.0") or pid(0, 111, 0); pid(atom.user) by its name',
  details: "A pid that is pasted as it was printed is that pid, too: #PID<0.111.0>",
  make:
    () =>
    (...parts: [string | Atom] | [number, number, number]) => {
      const [name] = parts;
      return parts.length === 1 && typeof name === "symbol" && isAtom(name)
        ? registered(name as Atom)
        : pidFromText(textOf(parts));
    },
};

function registered(name: Atom): Pid {
  const found = Process.whereis(name);
  if (found) return found;
  throw new ArgumentError(`could not find registered process with name: ${inspect(name)}`);
}

export const ref: Helper = {
  signature: "ref(text)",
  summary: 'the reference that prints like this: ref("0.1.2.3") or ref(0, 1, 2, 3)',
  details: "A reference that is pasted as it was printed is that reference, too: #Reference<0.1.2.3>",
  make:
    () =>
    (...numbers: [string] | number[]) =>
      refFromText(textOf(numbers)),
};

export const port: Helper = {
  signature: "port(text)",
  summary: 'the port that prints like this: port("0.4") or port(0, 4)',
  make:
    () =>
    (...numbers: [string] | [number, number]) =>
      portFromText(textOf(numbers)),
};

/** The numbers of a term as it prints them, or its whole text; what is neither becomes the text of no term. */
function textOf(parts: readonly unknown[]): string {
  return parts.map((part) => (SIMPLE.includes(typeof part) ? String(part) : inspect(part))).join(".");
}

const SIMPLE = ["string", "number", "bigint"];
