/**
 * What a thrown value says, whatever it is: its message, or its own text. Never throws itself.
 *
 * @example
 * messageOf(new TypeError("oops")); // "oops"
 */
export function messageOf(thrown: unknown): string {
  try {
    const message: unknown = (thrown as Error | null | undefined)?.message;
    return typeof message === "string" && message !== "" ? message : String(thrown);
  } catch {
    return "an error without a message";
  }
}
