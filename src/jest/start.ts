import { Node } from "../index.js";
import { atEnd, bridge } from "./bridge.js";
import { type Configuration, configure } from "./configuration.js";
import { describeFilters } from "./filters.js";
import { readOptions, workerName } from "./options.js";
import { startProject } from "./project.js";

/**
 * Gives this node the name of `iex-ts test --sname`. It happens when this library is imported, so that what
 * {@link start} is given can depend on `Node.isAlive()`.
 */
export async function startNode(): Promise<void> {
  const { node } = readOptions();
  if (!node) return;
  const { name, type, cookie } = node;
  const worker = Number(process.env.JEST_WORKER_ID ?? 1);
  await Node.start(workerName(name, worker), { type, ...(cookie === undefined ? {} : { cookie }) });
  atEnd(() => Node.stop());
}

/**
 * Makes a project's tests ready to run; for the file that jest's `setupFilesAfterEnv` names: loads
 * the configuration for tests and the modules below `src/`, starts the application, and says which
 * tests run. `--only`, `--include` and `--exclude` of `iex-ts test` come on top.
 *
 * @param configuration tags of tests to exclude or to include; include wins
 * @example
 * await start({ exclude: Node.isAlive() ? [] : ["distributed"] });
 * @see `ExUnit.start/1` of Elixir
 */
export async function start(configuration: Configuration = {}): Promise<void> {
  await startProject(bridge().rootDir);
  bridge().announce(describeFilters(configure(configuration)));
}
