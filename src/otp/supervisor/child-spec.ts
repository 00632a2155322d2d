import { ArgumentError, type Fun, type Module, moduleExports, moduleNameOf } from "../../process/index.js";
import { type Atom, inspect, makeRef, nameToAtom, Pid, Reference } from "../../term/index.js";
import { startLink } from "../gen-server.js";

/** When a child is started again: always; when it ends by a failure; never. */
export type Restart = "permanent" | "transient" | "temporary";

/** How long a child may take to end, in milliseconds; or that it is killed at once; or that it may take for ever. */
export type Shutdown = number | "brutalKill" | "infinity";

/** What starts a child and links it to its supervisor: a function; or module, function name and arguments. */
export type Start = (() => unknown) | readonly [module: Module, name: string | Atom, args: readonly unknown[]];

/** How a supervisor starts, restarts and ends one child. */
export interface ChildSpec {
  /** Any term. A string that begins upper-case is the name of a module, an object that is a module stands for its name. */
  id: unknown;
  /** Returns the child's pid; `:ignore` or nothing when it does not begin. It throws when it fails. */
  start: Start;
  /** `"permanent"` when left out. */
  restart?: Restart;
  /** 5000 when left out, `"infinity"` for a supervisor. */
  shutdown?: Shutdown;
  /** `"worker"` when left out. */
  type?: "worker" | "supervisor";
  /** The modules that it runs; that of `start` when left out. */
  modules?: "dynamic" | readonly (string | Atom)[];
  /** Whether its end may end the supervisor, see `autoShutdown`. */
  significant?: boolean;
}

type AnyFun = (...args: any[]) => unknown;

/** A module that can be a child: its name, or what it exports. */
type ChildModule = string | Atom | { childSpec: AnyFun } | { startLink: AnyFun } | { init: AnyFun };

/** What a list of children may hold: a module, `[module, argument]`, or a specification. */
export type Child = ChildSpec | ChildModule | readonly [module: ChildModule, argument: unknown];

/** Everything that a specification may say, for overrides. */
const FIELDS = ["id", "start", "restart", "shutdown", "type", "modules", "significant"];

/**
 * The specification of a child, with some of it changed (`Supervisor.child_spec/2`).
 *
 * A module is asked by its `childSpec(argument)`. Without one, `startLink(argument)` starts it; a
 * behaviour of a server, which has neither, is started as a server whose `init` takes the argument.
 *
 * @throws ArgumentError for what is no child, saying what would be one
 * @example
 * Supervisor.childSpec([Counter, 5], { id: "second", restart: "transient" });
 */
export function childSpec(child: Child, overrides: Partial<ChildSpec> = {}): ChildSpec {
  const unknown = Object.keys(overrides).find((key) => !FIELDS.includes(key));
  if (unknown !== undefined)
    throw new ArgumentError(`unknown key ${unknown} in child specification override: there is ${FIELDS.join(", ")}`);
  return { ...described(child), ...overrides };
}

function described(child: Child): ChildSpec {
  if (Array.isArray(child)) {
    if (child.length === 2 && isModule(child[0])) return ofModule(child[0], [child[1]]);
  } else if (isSpec(child)) return child;
  else if (isModule(child)) return ofModule(child, []);
  throw notAChild(child);
}

function isSpec(child: unknown): child is ChildSpec {
  if (typeof child !== "object" || child === null || child instanceof Map) return false;
  return ("start" in child || "id" in child) && !("childSpec" in child || "startLink" in child);
}

function isModule(value: unknown): value is ChildModule {
  if (typeof value === "string") return /^\p{Lu}/u.test(value);
  return typeof value === "symbol" || typeof value === "function" || isObject(value);
}

function isObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  return !(Array.isArray(value) || value instanceof Pid || value instanceof Reference);
}

function ofModule(module: ChildModule, args: readonly unknown[]): ChildSpec {
  const exports = exportsOf(module);
  const own = functionOf(exports, "childSpec");
  if (own) return Reflect.apply(own, exports, args) as ChildSpec;
  const id = idTerm(module);
  if (functionOf(exports, "startLink")) return { id, start: [module, "startLink", args] };
  if (functionOf(exports, "init")) {
    const modules = typeof id === "symbol" ? [id] : undefined;
    return { id, start: () => startLink(exports as never, args as never), ...(modules && { modules }) };
  }
  throw notSupervised(module);
}

function exportsOf(module: ChildModule): object {
  if (typeof module === "object" || typeof module === "function") return module;
  const found = moduleExports(nameToAtom(module));
  if (found) return found;
  throw new ArgumentError(
    `The module ${inspect(nameToAtom(module))} was given as a child to a supervisor but it does not exist. ` +
      "Load it first, or check its name.",
  );
}

function functionOf(exports: object, name: string): Fun | undefined {
  const found: unknown = Reflect.get(exports, name);
  return typeof found === "function" ? (found as Fun) : undefined;
}

const nameless = new WeakMap<object, Reference>();

/** An id as a term. Modules that nobody has loaded, such as objects of a test, have a reference each. */
export function idTerm(id: unknown): unknown {
  if (typeof id === "string") return /^\p{Lu}/u.test(id) ? nameToAtom(id) : id;
  if (typeof id !== "function" && !isObject(id)) return id;
  const known = moduleNameOf(id);
  if (known) return known;
  if (typeof id !== "function" && !("startLink" in id || "init" in id || "childSpec" in id)) return id;
  if (!nameless.has(id)) nameless.set(id, makeRef());
  return nameless.get(id);
}

function notSupervised(module: ChildModule): ArgumentError {
  const shown = typeof module === "string" ? module : inspect(idTerm(module));
  return new ArgumentError(`The module ${shown} was given as a child to a supervisor
but it has no childSpec(argument), no startLink(argument) and no init.

If you own the module, export one of them. For example:

    export function childSpec(argument) {
      return { id: "MyModule", start: () => startLink(argument), restart: "permanent", shutdown: 500 };
    }

If you do not own it, give a specification instead of the module:

    { id: "MyModule", start: () => startSomething(argument) }
`);
}

function notAChild(given: unknown): ArgumentError {
  return new ArgumentError(`supervisors expect each child to be one of the following:

  * a module, or its name
  * a list of a module and its argument: [module, argument]
  * a child specification with at least the fields id and start

Got: ${inspect(given)}
`);
}
