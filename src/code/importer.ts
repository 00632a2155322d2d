import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { diskSources } from "./disk.js";
import { Graph } from "./graph.js";
import { createRuntime, type ImportOptions, type Runtime } from "./runtime.js";
import type { Compile } from "./unit.js";

/**
 * `import()` in a function that came from another node: packages and files are found from this
 * node's working directory.
 */
export async function importFromHere(specifier: unknown, options?: ImportOptions): Promise<unknown> {
  return here().import(String(specifier), place(), options);
}

/**
 * `require` for what is in no file: it starts from the working directory of the moment. Files of the
 * user are run as they are now, as by `import`.
 */
export const requireFromHere: Runtime = createRuntime(place, loadsFrom(place));

/**
 * Runs a file as it is now and gives what it exports. No modules are defined.
 *
 * @param path absolute
 * @param cwd the folder that messages name files from
 * @param compile takes the place of compiling from scratch
 * @throws CompileError, or whatever the file throws
 */
export async function importFile(path: string, cwd = process.cwd(), compile?: Compile): Promise<object> {
  const [unit] = await new Graph(diskSources(cwd, compile)).load([path]);
  return unit!.namespace;
}

/** Stands for the runtime object that a function of a loaded file had on its own node. */
export function foreignRuntime(path: string): object {
  return createRuntime(
    path,
    loadsFrom(() => path),
  );
}

function loadsFrom(path: () => string) {
  return {
    require: (specifier: string) => here().require(specifier, place()),
    resolve: (specifier: string) => here().resolve(specifier, place()),
    import: importFromHere,
    get meta() {
      return { url: pathToFileURL(path()).href, filename: path(), dirname: dirname(path()) };
    },
  };
}

function here(): Graph {
  return new Graph(diskSources(process.cwd()));
}

/** A file that need not exist: its folder is what counts. */
function place(): string {
  return join(process.cwd(), "iex");
}
