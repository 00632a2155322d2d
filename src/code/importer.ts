import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { rememberRuntime } from "./runtime.js";

/**
 * `import()` in a function that came from another node: packages and files are found from this
 * node's working directory.
 */
export async function importFromHere(specifier: unknown): Promise<unknown> {
  const cwd = process.cwd();
  const { diskSources, Graph } = await import("./loader.js");
  return new Graph(diskSources(cwd)).import(String(specifier), join(cwd, "iex"));
}

/** Stands for the runtime object that a function of a loaded file had on its own node. */
export function foreignRuntime(path: string): object {
  const meta = { url: pathToFileURL(path).href, filename: path, dirname: dirname(path) };
  const runtime = { import: importFromHere, meta };
  rememberRuntime(runtime, path);
  return runtime;
}
