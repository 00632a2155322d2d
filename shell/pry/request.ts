import { atom, isTuple, type Pid, type Reference } from "../../src/index.js";
import type { Location } from "./location.js";

/** A process asks to be looked at, and waits. */
export interface PryRequest {
  readonly pid: Pid;
  /** Tells its requests apart. */
  readonly ref: Reference;
  readonly location: Location | undefined;
  readonly bindings: Readonly<Record<string, unknown>>;
}

/** What those helpers say that need a process to look at. */
export const NOT_PRIED = "Pry session is not currently enabled";

const VERDICT = Symbol("verdict");

/** What the process hears: that it may be looked at, that it may not, that it has been. */
interface Verdict {
  readonly tag: typeof VERDICT;
  readonly ref: Reference;
  readonly is: "accepted" | "refused" | "released";
}

export const verdict = ({ ref }: PryRequest, is: Verdict["is"]): Verdict => ({ tag: VERDICT, ref, is });

/** The verdict on a request; without a shell nobody looks any more. */
export function verdictIn(message: unknown, ref: Reference): Verdict["is"] | undefined {
  if (isTuple(message)) return message[0] === atom.DOWN && message[1] === ref ? "refused" : undefined;
  const { tag, ref: of, is } = Object(message) as Partial<Verdict>;
  return tag === VERDICT && of === ref ? is : undefined;
}
