import { ArgumentError } from "../../process/index.js";
import { inspect } from "../../term/index.js";
import type { ServerName } from "../server.js";
import type { Intensity } from "./intensity.js";

/** Who is started again when a child fails: it alone; all children; it and those started after it. */
export type Strategy = "oneForOne" | "oneForAll" | "restForOne";

/** Whether the end of a significant child ends the supervisor: never, that of any, that of the last. */
export type AutoShutdown = "never" | "anySignificant" | "allSignificant";

/** How a supervisor treats its children. */
export interface Flags extends Intensity {
  readonly strategy: Strategy;
  readonly autoShutdown: AutoShutdown;
}

/** {@link Flags} as users give them. */
export interface FlagOptions {
  strategy: Strategy;
  /** More restarts than that within `maxSeconds` end the supervisor; 3 when left out. */
  maxRestarts?: number;
  /** Seconds, 5 when left out. */
  maxSeconds?: number;
  /** `"never"` when left out. */
  autoShutdown?: AutoShutdown;
}

/** What a supervisor with a list of children is started with. */
export interface Options extends FlagOptions {
  name?: ServerName | undefined;
}

const STRATEGIES: readonly string[] = ["oneForOne", "oneForAll", "restForOne"];
const AUTO_SHUTDOWNS: readonly string[] = ["never", "anySignificant", "allSignificant"];

/**
 * The flags of a supervisor, complete.
 *
 * @throws ArgumentError that says which one is wrong and what it may be
 */
export function flagsOf(options: FlagOptions): Flags {
  const { strategy, autoShutdown = "never" } = options ?? {};
  if (strategy === undefined) throw new ArgumentError(`expected the option strategy to be given: ${STRATEGY_WORDS}`);
  if (!STRATEGIES.includes(strategy)) throw invalid("strategy", strategy, STRATEGY_WORDS);
  if (!AUTO_SHUTDOWNS.includes(autoShutdown))
    throw invalid("autoShutdown", autoShutdown, '"never", "anySignificant" or "allSignificant"');
  return { strategy, autoShutdown, ...intensityOf(options) };
}

const STRATEGY_WORDS = '"oneForOne", "oneForAll" or "restForOne"';

/** @throws ArgumentError */
export function intensityOf({ maxRestarts = 3, maxSeconds = 5 }: Partial<Intensity>): Intensity {
  if (!Number.isInteger(maxRestarts) || maxRestarts < 0)
    throw invalid("maxRestarts", maxRestarts, "an integer from 0 on");
  if (!Number.isInteger(maxSeconds) || maxSeconds <= 0) throw invalid("maxSeconds", maxSeconds, "an integer from 1 on");
  return { maxRestarts, maxSeconds };
}

/** @internal */
export function invalid(option: string, value: unknown, expected: string): ArgumentError {
  return new ArgumentError(`invalid supervisor option ${option}: ${inspect(value)}. It must be ${expected}`);
}
