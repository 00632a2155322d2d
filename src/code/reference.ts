import { types } from "node:util";
import { atom, type Tuple, tuple } from "../term/index.js";
import { globalPath, nodeExport } from "./builtins.js";
import { type Provided, providedBy } from "./library.js";
import { isScope } from "./namespace.js";
import { runtimeFile } from "./runtime.js";
import { moduleName } from "./server.js";

/** Values that stay where they are, because every node has its own. */
export function referenceTo(value: object): Tuple | undefined {
  const known = providedBy(value);
  if (known) return tuple(atom.provided, known.specifier, known.name);
  const module = moduleName(value);
  if (module !== undefined) return tuple(atom.module, module);
  const path = globalPath(value);
  if (path !== undefined) return tuple(atom.global, path);
  const file = runtimeFile(value);
  if (file !== undefined) return tuple(atom.runtime, file);
  const node = nodeExport(value) ?? nodeNamespace(value);
  return node && tuple(atom.provided, node.specifier, node.name);
}

/** A symbol that is no atom means something only where it was made, unless it was imported. */
export function referenceToSymbol(value: symbol): Tuple | undefined {
  const known = providedBy(value);
  return known && tuple(atom.provided, known.specifier, known.name);
}

/** An object that stands for a scope: a loaded file's exports, a prompt's bindings, an ES module's. */
export function isScopeLike(value: object): boolean {
  return isScope(value) || (types.isModuleNamespaceObject(value) && !referenceTo(value));
}

/** `import * as fs` gives an object of its own, whose default export is the module. */
function nodeNamespace(value: object): Provided | undefined {
  const inner = types.isModuleNamespaceObject(value) && "default" in value ? value.default : undefined;
  const found = typeof inner === "object" && inner !== null ? nodeExport(inner) : undefined;
  return found?.name === "*" ? found : undefined;
}
