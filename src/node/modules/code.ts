import { codeServer, loadedModules, whichModule } from "../../code/index.js";
import { type Atom, atom, type Tuple, tuple } from "../../term/index.js";

/** Text as Erlang has it: a list of code points. */
export function charlist(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0)!);
}

/** Where a loaded module comes from: its file, `:preloaded` when it is built in. */
function origin(module: Atom): unknown {
  const file = whichModule(module)?.source?.file;
  return file === undefined ? atom.preloaded : charlist(file);
}

/** Whether a loaded module has a function of that name; TypeScript takes any number of arguments. */
export function isExported(module: Atom, name: Atom): boolean {
  try {
    codeServer.resolve(module, name, []);
    return true;
  } catch {
    return false;
  }
}

/** Erlang's module `code`: what other nodes ask about the modules of this one. */
export const code = {
  ensure_loaded: (module: Atom): Tuple =>
    whichModule(module) ? tuple(atom.module, module) : tuple(atom.error, atom.nofile),
  is_loaded: (module: Atom): Tuple | false => (whichModule(module) ? tuple(atom.file, origin(module)) : false),
  which: (module: Atom): unknown => (whichModule(module) ? origin(module) : atom.non_existing),
  all_loaded: (): Tuple[] => loadedModules().map(({ module }) => tuple(module, origin(module))),
};
