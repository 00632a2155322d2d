import { resolve } from "node:path";
import { ArgumentError, Code, IO, inspect, isAtom, Node } from "../../src/index.js";
import type { Session } from "../session.js";
import { checked } from "./checked.js";
import type { Helper } from "./helper.js";

type ModuleName = string | symbol | object;
type NodeName = string | symbol;

export const c: Helper = {
  signature: "c(files)",
  summary: 'compiles and loads a TypeScript file, or a list of them: c("remote.ts")',
  details: `The modules that the files define are loaded on this node, and what they export can be used at the
prompt at once. A module is an export whose name begins with an upper-case letter; functions in
lower case make the file itself a module, named after it: my_chat.ts is MyChat.

Paths are relative to the current folder. Processes that run an earlier version of a module go on
with it. nl(Module) loads a module on the other nodes too. Where types are checked (--check) those of
the files are, too.`,
  make: (session) => async (files: string | readonly string[]) => {
    const prompt = promptOf(session);
    const named = namesOf(files);
    const paths = named.map((file) => resolve(file));
    const load = () => Code.compileFiles(named, process.cwd(), { warn });
    const { modules, exports } = await checked(paths, session, load);
    for (const [name, value] of Object.entries(exports)) bind(prompt, name, value);
    for (const module of modules) provide(prompt, module);
    return modules;
  },
};

function namesOf(files: unknown): readonly string[] {
  const named = Array.isArray(files) ? files : [files];
  if (named.every((file) => typeof file === "string" && file !== "")) return named;
  throw new ArgumentError(
    'could not tell which file to compile: give its name, or a list of names, as in c("remote.ts")',
  );
}

export const r: Helper = {
  signature: "r(modules)",
  summary: "compiles and loads the file of a module again, as it is now; or those of a list",
  details: `A file that was imported goes by its path, r("./shapes.ts"), or by what import * as shapes gave.`,
  make: (session) => async (modules: ModuleName | readonly ModuleName[]) => {
    const prompt = promptOf(session);
    const files = [modules].flat().flatMap(fileOf);
    const reloaded = await checked(files, session, () => Code.reload(modules, process.cwd(), { warn }));
    for (const name of reloaded[1] as symbol[]) provide(prompt, name);
    return reloaded;
  },
};

/** None for what is no module of a file: reloading it tells so. */
function fileOf(module: ModuleName): string[] {
  if (typeof module === "string" && /\.[cm]?tsx?$/.test(module)) return [resolve(module)];
  const loaded =
    typeof module === "string" || typeof module === "symbol"
      ? Code.whichModule(module)
      : Code.loadedModules().find(({ exports }) => exports === module);
  return loaded?.source ? [loaded.source.file] : [];
}

export const nl: Helper = {
  signature: "nl(nodes?, Module)",
  summary: "loads a module's code on all connected nodes, or on those of a list",
  make:
    () =>
    (...args: [module: ModuleName] | [nodes: readonly NodeName[], module: ModuleName]) => {
      const [nodes, module] = args.length === 2 ? args : [Node.list(), args[0]];
      return Code.loadOnNodes(module, namesOfNodes(nodes));
    },
};

function namesOfNodes(nodes: unknown): readonly NodeName[] {
  if (Array.isArray(nodes) && nodes.every(isNodeName)) return nodes;
  const shown = inspect(nodes, { limit: 5, width: Number.POSITIVE_INFINITY });
  throw new ArgumentError(
    `could not tell on which nodes to load: ${shown} is no list of their names, ` +
      'give one before the module, as in nl(["you@localhost"], Chat)',
  );
}

function isNodeName(name: unknown): name is NodeName {
  return typeof name === "symbol" ? isAtom(name) : typeof name === "string" && name !== "";
}

type Prompt = Pick<Session, "builtins" | "scope">;

/** The prompt that asks: by the time that a file is loaded its evaluator may have a successor. */
function promptOf({ builtins, scope }: Session): Prompt {
  return { builtins, scope };
}

/** A module is there for good, as in iex: it outlives the bindings. */
function provide({ builtins, scope }: Prompt, module: symbol): void {
  // Others are reached through the first part of their names.
  const [name = ""] = String(Symbol.keyFor(module))
    .replace(/^Elixir\./, "")
    .split(".");
  scope.remove(name);
  builtins[name] = Code.moduleNamed(name);
  scope.provide(name, builtins[name]);
}

/** What else a file exports becomes a constant of the prompt, unless it would hide a helper such as `c`. */
function bind({ scope }: Prompt, name: string, value: unknown): void {
  if (name !== "default" && !scope.isBuiltin(name)) scope.declare("const", name, value);
}

function warn(text: string): void {
  void IO.puts("stderr", text);
}
