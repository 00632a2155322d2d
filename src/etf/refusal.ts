import { types } from "node:util";
import { messageOf } from "../term/index.js";

/** Why a value cannot travel. Thrown by the writers of each kind; {@link refused} turns it into the caller's error. */
export class Refusal {
  constructor(
    readonly why: string,
    /** The step from the value at hand to the one that is refused. */
    readonly step: string = "",
    readonly cause?: unknown,
  ) {}
}

/** Where an error arose, from the outermost container to the value. */
export function refused(root: string, steps: readonly string[], error: unknown): TypeError {
  // A function's captures have a path of their own, which says more.
  if (types.isNativeError(error) && error.message.startsWith("Cannot send ")) return error as TypeError;
  const refusal = error instanceof Refusal ? error : new Refusal(messageOf(error), "", error);
  const path = root + shorten(refusal.step === "" ? steps : [...steps, refusal.step]);
  const options = refusal.cause === undefined ? undefined : { cause: refusal.cause };
  return new TypeError(`Cannot send ${path}: ${refusal.why}`, options);
}

const FIRST_STEPS = 6;
const LAST_STEPS = 3;

function shorten(steps: readonly string[]): string {
  if (steps.length <= FIRST_STEPS + LAST_STEPS) return steps.join("");
  return `${steps.slice(0, FIRST_STEPS).join("")}…${steps.slice(-LAST_STEPS).join("")}`;
}

/** `.name`, or `["a name"]` where the name is no identifier. */
export function property(name: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
