/** The function of a test or a hook, as jest takes it; with one parameter more than values it is told when it is done. */
export type Callback = (...args: never[]) => unknown;

type Done = ((error?: unknown) => void) & { fail(error?: unknown): void };

/** A body without parameters: for a function that takes `done`, one whose promise settles when that is called. */
export function bodyOf(callback: Callback, args: readonly unknown[] = []): () => unknown {
  const call = callback as (...args: unknown[]) => unknown;
  if (callback.length <= args.length) return () => call(...args);
  return () =>
    new Promise<void>((resolve, reject) => {
      const done = (error?: unknown): void => (error === undefined ? resolve() : reject(error));
      call(...args, Object.assign(done, { fail: (error: unknown = "done.fail was called") => reject(error) }) as Done);
    });
}

/** Where a test or a hook was defined: an error whose stack begins there. */
export function placeOf(definer: (...args: never[]) => unknown): Error {
  const place = new Error("here");
  Error.captureStackTrace(place, definer);
  return place;
}
