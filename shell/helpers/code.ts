import { ArgumentError, Code, IO, Node } from "../../src/index.js";
import type { Session } from "../session.js";
import type { Helper } from "./helper.js";

type ModuleName = string | symbol | object;

export const c: Helper = {
  signature: "c(files)",
  summary: 'compiles and loads a TypeScript file, or a list of them: c("remote.ts")',
  details: `The modules that the files define are loaded on this node, and what they export can be used at the
prompt at once. A module is an export whose name begins with an upper-case letter; functions in
lower case make the file itself a module, named after it: my_chat.ts is MyChat.

Paths are relative to the current folder. Processes that run an earlier version of a module go on
with it. nl(Module) loads a module on the other nodes too.`,
  make: (session) => async (files: string | readonly string[]) => {
    const prompt = promptOf(session);
    const { modules, exports } = await Code.compileFiles(checkFiles(files), process.cwd(), { warn });
    for (const [name, value] of Object.entries(exports)) bind(prompt, name, value);
    for (const module of modules) provide(prompt, module);
    return modules;
  },
};

function checkFiles(files: unknown): string | readonly string[] {
  const named = Array.isArray(files) ? files : [files];
  if (named.every((file) => typeof file === "string" && file !== "")) return files as string | readonly string[];
  throw new ArgumentError(
    'could not tell which file to compile: give its name, or a list of names, as in c("remote.ts")',
  );
}

export const r: Helper = {
  signature: "r(Module)",
  summary: "compiles and loads the file of a module again, as it is now",
  make: (session) => async (module: ModuleName) => {
    const prompt = promptOf(session);
    const reloaded = await Code.reload(module, process.cwd(), { warn });
    for (const name of reloaded[1] as symbol[]) provide(prompt, name);
    return reloaded;
  },
};

export const nl: Helper = {
  signature: "nl(Module, nodes?)",
  summary: "loads a module's code on all connected nodes, or on those of a list",
  make:
    () =>
    (module: ModuleName, nodes: readonly (string | symbol)[] = Node.list()) =>
      Code.loadOnNodes(module, nodes),
};

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
