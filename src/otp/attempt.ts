import { Exit } from "../process/index.js";
import { atom, type TupleOf, tuple } from "../term/index.js";

/**
 * Gives the tuple that OTP's users expect where our functions return a value or exit.
 *
 * @returns `{:ok, value}`, or `{:error, reason}` when the function exits; other errors are thrown on
 * @example
 * await attempt(() => GenServer.startLink(Stack, [[]], { name: "Stack" }));
 * // {:ok, #PID<0.120.0>}, or {:error, {:already_started, #PID<0.118.0>}}
 */
export async function attempt<T>(fun: () => T): Promise<TupleOf<[symbol, Awaited<T>]> | TupleOf<[symbol, unknown]>> {
  try {
    return tuple(atom.ok, await fun());
  } catch (error) {
    if (error instanceof Exit) return tuple(atom.error!, error.reason);
    throw error;
  }
}
