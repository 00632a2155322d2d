import { join } from "node:path";
import { ArgumentError, inspect } from "../../src/index.js";
import type { Helper } from "./helper.js";

export const importIfAvailable: Helper = {
  signature: "importIfAvailable(specifier)",
  summary: 'binds what a package or file exports, if there is one: importIfAvailable("lodash")',
  details: `For .iex.ts, which serves in folders that have a package and in others. Every export is bound under its
name, unless that would hide a helper or something of the library. The value is the whole module, for a
name of your choice: const _ = importIfAvailable("lodash"). Where there is no such module nothing is
bound, and the value is null; one that is there and fails is told of.`,
  make: (session) => async (specifier: string) => {
    const { scope, importModule } = session;
    const module = await importModule(checked(specifier)).catch((error: unknown) => {
      if (isMissing(error, specifier)) return null;
      throw error;
    });
    for (const [name, value] of Object.entries(module ?? {}))
      if (name !== "default" && !scope.isBuiltin(name)) scope.declare("import", name, value);
    return module;
  },
};

function checked(specifier: unknown): string {
  if (typeof specifier === "string" && specifier !== "") return specifier;
  throw new ArgumentError(
    `could not tell what to import: ${inspect(specifier)} names nothing, give a package or a path as in importIfAvailable("lodash")`,
  );
}

/** The module itself is missing: one that is there may import what is not. */
function isMissing(error: unknown, specifier: string): boolean {
  const { code, name, file, message = "" } = Object(error) as Partial<NodeJS.ErrnoException> & { file?: string };
  if (code === "ERR_UNKNOWN_BUILTIN_MODULE") return /^node:/.test(specifier);
  return (
    name === "CompileError" && file === join(process.cwd(), "iex") && /^Cannot import ".*": Cannot find /.test(message)
  );
}
