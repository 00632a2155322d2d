import type { EnvironmentContext, JestEnvironmentConfig } from "@jest/environment";
import type { Circus } from "@jest/types";
import { TestEnvironment } from "jest-environment-node";
import { announce } from "./announcement.js";
import { type Bridge, setBridge } from "./bridge.js";
import { withoutOwnFrames } from "./frames.js";

/**
 * Workers of a jest that was killed would live on, as nodes with open sockets. They look instead of
 * listening for `disconnect`: a listener would keep them from ending when they are told to.
 */
const ORPHAN_CHECK = 200;
if (process.connected) setInterval(() => process.connected || process.exit(1), ORPHAN_CHECK).unref();

/** jest's test environment: when the tests of a file have ended, so do its application and its node. */
class Environment extends TestEnvironment {
  readonly #bridge: Bridge;

  constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
    super(config, context);
    this.#bridge = { rootDir: config.projectConfig.rootDir, announce, endings: [] };
    setBridge(this.global, this.#bridge);
  }

  /** When a test takes too long, jest shows where it was defined: in the test file, not in this library. */
  handleTestEvent(event: Circus.Event): void {
    if (event.name !== "add_test" && event.name !== "add_hook") return;
    const { asyncError } = event;
    if (asyncError?.stack) asyncError.stack = withoutOwnFrames(asyncError.stack);
  }

  override async teardown(): Promise<void> {
    const errors: unknown[] = [];
    for (const ending of this.#bridge.endings) await Promise.resolve(ending()).catch((error) => errors.push(error));
    await super.teardown();
    if (errors.length > 0) throw errors[0];
  }
}

// jest takes the default export.
export { Environment as default };
