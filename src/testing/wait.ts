/** Something to wait for. */
export interface Awaited<T> {
  /** What is waited for; undefined while it is not there. Throws when it cannot come any more. */
  look(): T | undefined;
  /** True once nothing will change any more. */
  ended(): boolean;
  /** Calls back whenever something changed. Returns how to stop that. */
  watch(changed: () => void): () => void;
  /** In milliseconds. */
  bound: number;
  /** What to say when it does not come: because it is late, or because all has ended. */
  error(late: boolean): string;
}

/** Resolves with what is waited for as soon as it is there; looks again at every change, never by the clock. */
export function waitUntil<T>({ look, ended, watch, bound, error }: Awaited<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      unwatch();
      end();
    };
    const again = (): void => {
      try {
        const found = look();
        if (found !== undefined) settle(() => resolve(found));
        else if (ended()) settle(() => reject(new Error(error(false))));
      } catch (problem) {
        settle(() => reject(problem));
      }
    };
    const timer = setTimeout(() => settle(() => reject(new Error(error(true)))), bound);
    const unwatch = watch(again);
    again();
  });
}
