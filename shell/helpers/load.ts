import { existsSync } from "node:fs";
import { ArgumentError, type Atom, atom, Code, inspect, type Tuple, tuple } from "../../src/index.js";
import { r } from "./code.js";
import type { Helper } from "./helper.js";

export const l: Helper = {
  signature: "l(Module)",
  summary: "loads the file of a module as it is on the disk",
  details: `Gives {:module, Module}, or {:error, :nofile} for a module that is not loaded, is built in, or whose file
is gone. There is no compiled code to load, so the file is compiled: r(Module) does the same, and tells
of all modules that the file defines.`,
  make: (session) => {
    const reload = r.make(session);
    return async (module: string | symbol | object): Promise<Tuple> => {
      const found = loadedModule(module);
      if (!found?.file || !existsSync(found.file)) return tuple(atom.error, atom("nofile"));
      await reload(found.name);
      return tuple(atom("module"), found.name);
    };
  },
};

function loadedModule(asked: unknown): { name: Atom; file: string | undefined } | undefined {
  const isName = typeof asked === "symbol" || (typeof asked === "string" && asked !== "");
  const found = isName ? Code.whichModule(asked) : Code.loadedModules().find(({ exports }) => exports === asked);
  if (found) return { name: found.module, file: found.source?.file };
  if (isName) return undefined;
  throw new ArgumentError(`could not tell which module to load: ${inspect(asked, { limit: 5 })} is none, as Remote is`);
}
