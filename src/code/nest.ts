import { nameToAtom } from "../term/index.js";
import { nameModule, whichModule } from "./server.js";
import { namedModule } from "./stand-in.js";

/** Module → the last parts of the names below it. */
const below = new Map<string, Set<string>>();
/** What stands for names that only others are below of. */
const folders = new Map<string, object>();

/**
 * What a name means to who writes it out: the module, through which those below it are reached, as
 * `P24Chat.Lab` is through `P24Chat`, whether there is a module of that name itself or not.
 */
export function moduleNamed(name: string): object {
  return whichModule(name)?.exports ?? folderNamed(name) ?? namedModule(nameToAtom(name));
}

/** Lets a module be reached through those above it. To be called after each time that it is loaded. */
export function nestModule(name: string): void {
  const parts = name.split(".");
  for (let length = parts.length - 1; length > 0; length--) {
    const parent = parts.slice(0, length).join(".");
    below.set(parent, (below.get(parent) ?? new Set()).add(parts[length]!));
    addNames(parent);
  }
  addNames(name);
}

function folderNamed(name: string): object | undefined {
  if (!below.has(name)) return undefined;
  let folder = folders.get(name);
  if (!folder) {
    folders.set(name, (folder = {}));
    nameModule(folder, nameToAtom(name));
  }
  return folder;
}

/** Names are looked up anew each time, and no list of the module's functions shows them. */
function addNames(parent: string): void {
  const module = moduleNamed(parent);
  for (const name of below.get(parent) ?? [])
    if (!Object.hasOwn(module, name) && Object.isExtensible(module))
      Object.defineProperty(module, name, { get: () => moduleNamed(`${parent}.${name}`), configurable: true });
}
