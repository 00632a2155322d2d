import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Compile } from "./compile.js";
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

/**
 * Runs a file as it is now and gives what it exports. No modules are defined.
 *
 * @param path absolute
 * @param cwd the folder that messages name files from
 * @param compile takes the place of compiling from scratch
 * @throws CompileError, or whatever the file throws
 */
export async function importFile(path: string, cwd = process.cwd(), compile?: Compile): Promise<object> {
  const { diskSources, Graph } = await import("./loader.js");
  const [unit] = await new Graph(diskSources(cwd, compile)).load([path]);
  return unit!.namespace;
}

/** Stands for the runtime object that a function of a loaded file had on its own node. */
export function foreignRuntime(path: string): object {
  const meta = { url: pathToFileURL(path).href, filename: path, dirname: dirname(path) };
  const runtime = { import: importFromHere, meta };
  rememberRuntime(runtime, path);
  return runtime;
}
