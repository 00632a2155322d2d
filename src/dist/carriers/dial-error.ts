import type { Failure } from "../reasons.js";

/** Could not be dialled; says why in the words of `reasons.ts`. */
export class DialError extends Error {
  override readonly name = "DialError";
  constructor(readonly failure: Failure) {
    super(failure.kind);
  }
}

/** What an error of the system means for an attempt to call a node. */
export function failureOf(error: unknown): Failure {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ABORT_ERR") return { kind: "timeout" };
  if (code === "ECONNREFUSED") return { kind: "port" };
  if (error instanceof SyntaxError) return { kind: "unreachable", detail: message };
  if (code === undefined || code === "ECONNRESET") return { kind: "protocol", detail: message };
  return { kind: "unreachable", detail: message };
}
