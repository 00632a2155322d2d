import { test as jestTest } from "@jest/globals";
import { bodyOf, type Callback, placeOf } from "./callback.js";
import { chosen } from "./configuration.js";
import { runAlone, runTest } from "./run.js";
import { tagsHere } from "./scope.js";
import { type Tag, timeoutOf } from "./tags.js";

/** jest's `test`, with tags. */
export type Test = typeof jestTest & {
  /**
   * Tags a test.
   *
   * @example
   * test.tag("distributed", { timeout: 20_000 })("sends a message", async () => { … });
   */
  tag(...tags: readonly Tag[]): Test;
};

type Run = typeof runTest;
type Define = (name: string, callback?: Callback, timeout?: number) => void;
/** What `test`, `test.only`, `test.concurrent.skip` and the others of jest have in common. */
type Definer = Define & { each(...table: unknown[]): Define } & { [modifier in (typeof MODIFIERS)[number]]?: Definer };

const MODIFIERS = ["only", "skip", "failing", "concurrent"] as const;

/**
 * Defines a test, as jest's `test` does. Its body runs as a process: `self`, `receive` and links
 * work; when a linked process crashes, the test fails. What it was linked with ends with it.
 *
 * @example
 * test("is answered", async () => {
 *   spawnLink(echo, [self()]);
 *   await assertReceive(atom.hi);
 * });
 */
export const test: Test = tagged([]);

function tagged(own: readonly Tag[]): Test {
  const test = definer(jestTest as unknown as Definer, own, runTest);
  return Object.assign(test, {
    todo: jestTest.todo,
    tag: (...tags: Tag[]) => tagged([...own, ...tags]),
  }) as unknown as Test;
}

function definer(base: Definer, own: readonly Tag[], run: Run): Definer {
  const define: Define = (name, callback, timeout) => {
    const { to, limit } = decide(base, name, own, timeout);
    const place = placeOf(define);
    to(name, callback && (() => run(bodyOf(callback), place)), limit);
  };
  const each = (...table: unknown[]): Define => {
    const defineEach: Define = (name, callback, timeout) => {
      const { to, limit } = decide(base, name, own, timeout);
      const place = placeOf(defineEach);
      const body = (...args: unknown[]): Promise<void> => run(bodyOf(callback!, args), place);
      to.each(...table)(name, callback && body, limit);
    };
    return defineEach;
  };
  return Object.assign(define, { each }, modified(base, own, run));
}

function modified(base: Definer, own: readonly Tag[], run: Run): Partial<Definer> {
  return Object.fromEntries(
    MODIFIERS.flatMap((modifier) => {
      const variant = base[modifier];
      return variant ? [[modifier, definer(variant, own, modifier === "concurrent" ? runAlone : run)]] : [];
    }),
  );
}

/** A test that is excluded is one that jest skips. */
function decide(
  base: Definer,
  name: string,
  own: readonly Tag[],
  timeout: number | undefined,
): { to: Definer; limit: number | undefined } {
  const tags = tagsHere(String(name), own);
  return { to: chosen(tags) ? base : (jestTest.skip as unknown as Definer), limit: timeout ?? timeoutOf(tags) };
}
