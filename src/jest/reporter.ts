import type { AggregatedResult, Reporter } from "@jest/reporters";
import { beginRun } from "./announcement.js";
import { readOptions } from "./options.js";

/** What jest does in its main process: it marks the begin of each run, and looks at what came of it. */
class RunReporter implements Pick<Reporter, "onRunStart" | "onRunComplete" | "getLastError"> {
  #error: Error | undefined;

  onRunStart(): void {
    this.#error = undefined;
    beginRun();
  }

  onRunComplete(
    _contexts: unknown,
    { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }: AggregatedResult,
  ): void {
    if (!readOptions().only || numPassedTests + numFailedTests + numRuntimeErrorTestSuites > 0) return;
    this.#error = new Error('The --only option was given to "iex-ts test" but no test was executed');
    process.stderr.write(`${this.#error.message}\n`);
  }

  /** An error makes the run fail. */
  getLastError(): Error | undefined {
    return this.#error;
  }
}

// jest takes the default export.
export { RunReporter as default };
