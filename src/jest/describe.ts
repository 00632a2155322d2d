import { describe as jestDescribe } from "@jest/globals";
import { within } from "./scope.js";
import type { Tag } from "./tags.js";

/** jest's `describe`, with tags. */
export type Describe = typeof jestDescribe & {
  /**
   * Tags all tests in a describe block.
   *
   * @example
   * describe.tag({ timeout: 20_000, slow: true })("a cluster", () => { … });
   */
  tag(...tags: readonly Tag[]): Describe;
};

type Define = (name: string, define: (...args: unknown[]) => unknown) => void;
type Definer = Define & { each(...table: unknown[]): Define; only?: Definer; skip?: Definer };

/** Groups tests, as jest's `describe` does. */
export const describe: Describe = tagged([]);

function tagged(own: readonly Tag[]): Describe {
  const { only, skip } = jestDescribe as unknown as Definer;
  return Object.assign(definer(jestDescribe as unknown as Definer, own), {
    only: definer(only!, own),
    skip: definer(skip!, own),
    tag: (...tags: Tag[]) => tagged([...own, ...tags]),
  }) as unknown as Describe;
}

function definer(base: Definer, own: readonly Tag[]): Definer {
  const nested =
    (to: Define): Define =>
    (name, define) =>
      to(name, (...args) => within(String(name), own, () => define(...args)));
  return Object.assign(nested(base), { each: (...table: unknown[]) => nested(base.each(...table)) });
}
