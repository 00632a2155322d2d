import { ArgumentError } from "../../process/index.js";
import { inspect } from "../../term/index.js";
import { intensityOf, invalid } from "../supervisor/flags.js";
import type { Intensity } from "../supervisor/intensity.js";

/** How a dynamic supervisor treats its children, as users say it. */
export interface DynamicOptions {
  /** The only one: each child is started again alone. */
  strategy?: "oneForOne";
  /** How many children it may have; no limit when left out. */
  maxChildren?: number | "infinity";
  /** More restarts than that within `maxSeconds` end the supervisor; 3 when left out. */
  maxRestarts?: number;
  /** Seconds, 5 when left out. */
  maxSeconds?: number;
  /** Put before the arguments of each child's start. */
  extraArguments?: readonly unknown[];
}

/** The same, complete: what `DynamicSupervisor.init` returns. */
export class DynamicFlags {
  constructor(
    readonly intensity: Intensity,
    readonly maxChildren: number,
    readonly extraArguments: readonly unknown[],
  ) {}
}

/** @throws ArgumentError that says which option is wrong and what it may be */
export function dynamicFlags(options: DynamicOptions = {}): DynamicFlags {
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new ArgumentError(
      `a dynamic supervisor takes options, got: ${inspect(options)}. Start children with startChild`,
    );
  const { strategy = "oneForOne", maxChildren = "infinity", extraArguments = [] } = options;
  if (strategy !== "oneForOne") throw invalid("strategy", strategy, '"oneForOne"');
  if (
    maxChildren !== "infinity" &&
    maxChildren !== Number.POSITIVE_INFINITY &&
    !(Number.isInteger(maxChildren) && maxChildren >= 0)
  )
    throw invalid("maxChildren", maxChildren, 'an integer from 0 on, or "infinity"');
  if (!Array.isArray(extraArguments)) throw invalid("extraArguments", extraArguments, "a list");
  const limit = maxChildren === "infinity" ? Number.POSITIVE_INFINITY : maxChildren;
  return new DynamicFlags(intensityOf(options), limit, extraArguments);
}
