import type { Strategy } from "./flags.js";

/**
 * The children that start again when one has failed, in the order of their start, among them itself.
 *
 * @param children all of them, in the order of their start
 * @example
 * affected("restForOne", ["a", "b", "c"], "b"); // ["b", "c"]
 */
export function affected<T>(strategy: Strategy, children: readonly T[], failed: T): readonly T[] {
  switch (strategy) {
    case "oneForOne":
      return [failed];
    case "oneForAll":
      return children;
    case "restForOne":
      return children.slice(children.indexOf(failed));
  }
}
