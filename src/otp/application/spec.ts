import { Exit, type Module } from "../../process/index.js";
import { type Atom, atom, atomName, inspect, isAtom, tuple } from "../../term/index.js";
import { dropEnv, loadEnv } from "./env.js";
import { NO_FILE } from "./format-error.js";

/** What an application is: Erlang's application resource, the `.app` file. */
export interface ApplicationSpec {
  /** `p24_chat`. */
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  /** What must run before it. */
  readonly applications?: readonly (string | Atom)[];
  /** The module whose `start(type, args)` starts its processes, and these arguments; none for a library. */
  readonly mod?: readonly [module: Module, args: unknown];
  /** What {@link getEnv} gives where nobody has configured something else. */
  readonly env?: Readonly<Record<string, unknown>>;
  /** The names that its processes register. */
  readonly registered?: readonly (string | Atom)[];
  /** The names of its modules. */
  readonly modules?: readonly (string | Atom)[];
}

/** The name of an application: `"p24_chat"`, or the atom. */
export type AppName = string | Atom;

/** @throws TypeError for what is no name */
export function nameOf(app: AppName): string {
  if (typeof app === "string" && app !== "") return app;
  if (typeof app === "symbol" && isAtom(app)) return atomName(app);
  throw new TypeError(`Cannot find the application ${inspect(app)}: give its name, such as "p24_chat"`);
}

const version = process.env.IEX_TS_VERSION ?? "0.0.0";

/** Applications of Elixir that projects name, and whose work the runtime does: they are always started. */
const standard: readonly ApplicationSpec[] = [
  { name: "kernel", version, description: "processes, nodes and applications" },
  { name: "stdlib", version, description: "the standard library of Erlang", applications: ["kernel"] },
  { name: "elixir", version, description: "elixir", applications: ["kernel", "stdlib"] },
  { name: "iex", version, description: "iex", applications: ["kernel", "stdlib", "elixir"] },
  { name: "logger", version, description: "logger", applications: ["kernel", "stdlib", "elixir"] },
];

const loaded = new Map(standard.map((spec) => [spec.name, spec]));

/** True for the applications that every node has. */
export function isStandard(name: string): boolean {
  return standard.some((spec) => spec.name === name);
}

/** The names of those applications, in the order in which they start. */
export const standardNames = standard.map(({ name }) => name);

/**
 * Makes an application known, with its environment, without starting it (`Application.load/1`). The
 * values of its specification replace those that were set before, but for persistent ones.
 *
 * @param app its specification
 * @returns `:ok`
 * @throws Exit with `{:already_loaded, app}`; for the mere name of one that is not known, with
 *   `{"no such file or directory", "app.app"}`. TypeError that names the field which makes no sense
 * @example
 * Application.load({ name: "chat", version: "0.1.0", applications: ["logger"], mod: ["Chat.Application", []] });
 */
export function load(app: ApplicationSpec | AppName): Atom {
  const spec = typeof app === "object" && app !== null ? check(app) : undefined;
  const name = nameOf(spec ? spec.name : (app as AppName));
  if (loaded.has(name)) throw new Exit(tuple(atom.already_loaded, atom(name)));
  if (!spec) throw new Exit(missing(name));
  loaded.set(name, spec);
  loadEnv(name, spec.env ?? {});
  return atom.ok;
}

/** The reason for which an application cannot be loaded that nobody knows, in the words of OTP. */
function missing(name: string): unknown {
  return tuple(NO_FILE, `${name}.app`);
}

/** @internal */
export function isLoaded(name: string): boolean {
  return loaded.has(name);
}

/** @internal @throws Exit when it is not loaded */
export function loadedSpec(name: string): ApplicationSpec {
  const spec = loaded.get(name);
  if (spec) return spec;
  throw new Exit(missing(name));
}

/** @internal Takes an application that does not run, and its environment, out of the tables. */
export function forget(name: string): void {
  if (!loaded.has(name)) throw new Exit(tuple(atom.not_loaded, atom(name)));
  loaded.delete(name);
  dropEnv(name);
}

/** @internal All that are loaded, newest first. */
export function loadedSpecs(): ApplicationSpec[] {
  return [...loaded.values()].reverse();
}

/**
 * What is known of a loaded application (`Application.spec/1`, `/2`); `null` for any other.
 *
 * @param key one of its fields
 * @example
 * Application.spec("p24_chat", "version"); // "0.1.0"
 */
export function spec(app: AppName): Required<Omit<ApplicationSpec, "mod" | "env">> | null;
export function spec<K extends keyof ApplicationSpec>(app: AppName, key: K): ApplicationSpec[K] | null;
export function spec(app: AppName, key?: keyof ApplicationSpec): unknown {
  const found = loaded.get(nameOf(app));
  if (!found) return null;
  const complete = { version: "", description: "", applications: [], registered: [], modules: [], ...found };
  return key === undefined ? complete : (complete[key] ?? null);
}

function check(spec: ApplicationSpec): ApplicationSpec {
  const { name, applications, mod, env } = spec;
  if (typeof name !== "string" || name === "") throw wrong("name", "its name, such as p24_chat", name);
  if (applications !== undefined && !(Array.isArray(applications) && applications.every(isName)))
    throw wrong("applications", 'names, such as ["logger"]', applications);
  if (mod !== undefined && !(Array.isArray(mod) && mod.length === 2 && isModule(mod[0])))
    throw wrong("mod", 'a module and its arguments, such as ["P24Chat.Application", []]', mod);
  if (env !== undefined && (typeof env !== "object" || env === null)) throw wrong("env", "an object", env);
  return spec;
}

function isName(value: unknown): boolean {
  return (typeof value === "string" && value !== "") || typeof value === "symbol";
}

function isModule(value: unknown): boolean {
  return isName(value) || (typeof value === "object" && value !== null) || typeof value === "function";
}

function wrong(field: string, wanted: string, value: unknown): TypeError {
  return new TypeError(`Cannot load the application: ${field} must be ${wanted}, got: ${inspect(value)}`);
}
