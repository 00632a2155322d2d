import {
  afterAll as jestAfterAll,
  afterEach as jestAfterEach,
  beforeAll as jestBeforeAll,
  beforeEach as jestBeforeEach,
} from "@jest/globals";
import { bodyOf, type Callback, placeOf } from "./callback.js";
import { finishTest, runAlone, runBeforeAll, runBeforeEach } from "./run.js";

type Hook = typeof jestBeforeEach;
type Run = typeof runAlone;

/** Runs before each test, as the process of that test (`setup` of ExUnit). */
export const beforeEach: Hook = hook(jestBeforeEach, runBeforeEach);

/**
 * Runs before all tests of its block, as a process that lives until the last test of the file has
 * ended (`setup_all` of ExUnit).
 */
export const beforeAll: Hook = hook(jestBeforeAll, runBeforeAll);

/** Runs after each test, whose process has ended by then, as a process of its own. */
export const afterEach: Hook = hook(jestAfterEach, runAlone);

/** Runs after all tests of its block, as a process of its own. */
export const afterAll: Hook = hook(jestAfterAll, runAlone);

function hook(register: Hook, run: Run): Hook {
  const define = (callback: Callback, timeout?: number): void => {
    const place = placeOf(define);
    register(() => run(bodyOf(callback), place), timeout);
  };
  return define as Hook;
}

// For the test whose body took too long, or never began.
jestAfterEach(finishTest);
