import { atom, Exception, IO, isTuple, Process, receive, skip, spawnMonitor } from "../../src/index.js";

type Disposable = { [key: symbol]: unknown };

const ways = (): symbol[] => [Symbol.asyncDispose, Symbol.dispose].filter((way) => typeof way === "symbol");

/**
 * The value itself, if `using` may bind it.
 *
 * @throws TypeError when there is no way to dispose of it
 */
export function disposable(value: unknown): unknown {
  if (value === null || value === undefined || wayOf(value) !== undefined) return value;
  throw new TypeError("Cannot bind with using: the value has no [Symbol.dispose]() method, bind it with const");
}

/** Disposes of a value. One that fails is told, and must not keep the others from being disposed of. */
export async function release(value: unknown): Promise<void> {
  const way = value === null || value === undefined ? undefined : wayOf(value);
  if (way === undefined) return;
  try {
    await ((value as Disposable)[way] as () => unknown)();
  } catch (error) {
    await tell(`Cannot dispose of a value that using bound at the prompt:\n${Exception.format(error)}`);
  }
}

function wayOf(value: unknown): symbol | undefined {
  return ways().find((way) => typeof (value as Disposable)[way] === "function");
}

/** As long as a supervisor waits for a child, in milliseconds. */
const PATIENCE = 5000;

/**
 * Clears the scope of a shell that is left. What `using` bound is disposed of by the user's code, so a
 * process of its own does it, which is killed when it takes too long.
 *
 * @param patience how long to wait for it, in milliseconds
 */
export async function clearInTime(scope: { clear(): Promise<void> }, patience = PATIENCE): Promise<void> {
  const [pid, ref] = spawnMonitor(() => scope.clear());
  const isEnd = (message: unknown) => isTuple(message) && message[0] === atom.DOWN && message[1] === ref;
  if (
    await receive(
      (message) => (isEnd(message) ? true : skip),
      patience,
      () => false,
    )
  )
    return;
  Process.exit(pid, atom.kill);
  await tell(`What using bound at the prompt is not disposed of after ${patience / 1000} seconds: left as it is`);
}

async function tell(text: string): Promise<void> {
  try {
    await IO.puts(text);
  } catch {
    // Nobody listens any more.
  }
}
