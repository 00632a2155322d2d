import { atom, isTuple, type Tuple, tuple } from "../../src/index.js";
import type { InterruptedWhile } from "../terminal/device.js";

/** What a terminal of iex-ts tells a shell of another node at Ctrl+C: `{interrupt, busy | typing | idle}`. */
export function interruptMessage(during: InterruptedWhile): Tuple {
  return tuple(atom.interrupt, atom(during));
}

/** The reverse of {@link interruptMessage}; undefined for any other message. */
export function interruptOf(message: unknown): InterruptedWhile | undefined {
  if (!isTuple(message) || message[0] !== atom.interrupt) return undefined;
  return WHILE.find((during) => message[1] === atom(during));
}

const WHILE = ["busy", "typing", "idle"] as const;
