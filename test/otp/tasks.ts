import { Exit, Process } from "../../src/process/index.js";
import { inspect } from "../../src/term/index.js";

/** Waits until it is told to end. */
export const forever = (): Promise<unknown> => Process.sleep(Number.POSITIVE_INFINITY);

/** A function that exits with that reason. */
export function leave(reason: unknown): () => never {
  return () => {
    throw new Exit(reason);
  };
}

/** The reason that a function exits with. */
export async function exitOf(fun: () => unknown): Promise<unknown> {
  try {
    await fun();
  } catch (error) {
    if (error instanceof Exit) return error.reason;
    throw error;
  }
  throw new Error("It did not exit");
}

/** A value on one line. */
export function line(value: unknown): string {
  return inspect(value, { width: Number.POSITIVE_INFINITY });
}
