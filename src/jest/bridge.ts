/** What the test environment, which lives outside of the tests, and the tests of one file have in common. */
export interface Bridge {
  /** The folder of the project, as jest knows it. */
  readonly rootDir: string;
  /** Prints a text once in a run of all tests, whichever file comes first. */
  announce(text: string): void;
  /** What is done when all tests of the file have ended, the last one first. */
  readonly endings: (() => unknown)[];
}

const PLACE = Symbol.for("iex-ts.jest");

/** Lets the tests of a file find their environment. */
export function setBridge(global: object, bridge: Bridge): void {
  Object.defineProperty(global, PLACE, { value: bridge });
}

/** @throws Error when jest's configuration lacks the environment */
export function bridge(): Bridge {
  const found = (globalThis as { [PLACE]?: Bridge })[PLACE];
  if (!found)
    throw new Error('Cannot run tests as processes: add `preset: "iex-ts/jest"` to the configuration of jest');
  return found;
}

/** Has a function run when all tests of the file have ended. */
export function atEnd(ending: () => unknown): void {
  bridge().endings.unshift(ending);
}
