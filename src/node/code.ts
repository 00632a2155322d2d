/** Loading code, here and on the other nodes: Elixir's `Code` and what the shell's `c`, `r` and `nl` do. */

import { loadShipped, moduleName, source } from "../code/index.js";
import { type Atom, atom, nameToAtom, type TupleOf, tuple } from "../term/index.js";
import { list } from "./node.js";
import type { NodeName } from "./node-name.js";
import { call } from "./rpc.js";

export {
  addScopeProvider,
  addSourceRoot,
  type Compile,
  type Compiled,
  compileFiles,
  compileText,
  importFile,
  importFromHere,
  type Loaded,
  loadedModules,
  moduleNamed,
  moduleOfFile,
  provideLibrary,
  purgeModule,
  registerFiles,
  registerModule,
  reload,
  requireFromHere,
  setRemoteCode,
  type Unit,
  warmUp,
  whichModule,
} from "../code/index.js";
export { loadShipped };

/** What one node says to a module that was sent to it. */
type Answer = TupleOf<[node: Atom, outcome: Atom, what: unknown]>;

/**
 * Loads a module's code on other nodes, whether they have it or not (IEx's `nl/2`).
 *
 * @param module its name, or the module itself
 * @param nodes all connected nodes when left out
 * @returns `{:ok, [{node, :loaded, module}]}`, with `{node, :error, reason}` for those that failed
 * @throws ArgumentError when the module was not loaded from a file here
 */
export async function loadOnNodes(
  module: string | Atom | object,
  nodes: readonly NodeName[] = list(),
): Promise<TupleOf<[Atom, Answer[]]>> {
  const shipment = source(module);
  const name = typeof module === "object" || typeof module === "function" ? moduleName(module)! : nameToAtom(module);
  const answers: Answer[] = [];
  for (const node of nodes) answers.push(await loadOn(node, name, shipment));
  return tuple(atom.ok, answers);
}

async function loadOn(node: NodeName, module: Atom, shipment: unknown): Promise<Answer> {
  const at = typeof node === "symbol" ? node : atom(node);
  try {
    await call(node, "Code", "loadShipped", [shipment]);
    return tuple(at, atom.loaded!, module);
  } catch (error) {
    return tuple(at, atom.error, (error as Error).message);
  }
}
