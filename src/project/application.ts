import { Application, atomName, Exit, isTuple } from "../index.js";
import type { ApplicationSpec } from "./definition.js";
import type { Configuration } from "./merge.js";
import { MixError } from "./mix-error.js";

/** Makes an application known, with the environment that its definition gives it. */
export function loadApplication(spec: ApplicationSpec): void {
  Application.load(spec);
}

/** Sets what the config files say. */
export function putEnv(configuration: Configuration): void {
  for (const [app, env] of Object.entries(configuration))
    for (const [key, value] of Object.entries(env)) Application.putEnv(app, key, value);
}

/**
 * Starts an application and before it all those that it needs.
 *
 * @param type what its end means to the node
 * @throws MixError in the words of Mix
 */
export async function startApplication(app: string, type: Application.RestartType = "temporary"): Promise<void> {
  try {
    await Application.ensureAllStarted(app, type);
  } catch (error) {
    throw error instanceof Exit ? notStarted(app, error.reason) : error;
  }
}

/** The reason is that of the application which could not be started, maybe one that is needed. */
function notStarted(app: string, reason: unknown): MixError {
  const [failed, why] = isTuple(reason) ? (reason as readonly unknown[]) : [];
  const name = typeof failed === "symbol" ? atomName(failed) : app;
  return new MixError(`Could not start application ${name}: ${Application.formatError(why)}`);
}
