import { ArgumentError } from "../../process/index.js";
import { type Atom, atom, atomName, inspect, type TupleOf, tuple } from "../../term/index.js";

/**
 * The types of what applications are configured with: application → key → type. A program adds its
 * own, and {@link getEnv} knows them from then on.
 *
 * @example
 * declare module "iex-ts" {
 *   interface ApplicationEnv {
 *     p24_chat: { remoteSupervisor(recipient: string): Destination; greeting?: string };
 *   }
 * }
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is there to be merged with
export interface ApplicationEnv {}

type App = string | Atom;

/** The keys of an application: those that are declared, any name where nothing is. */
export type EnvKey<A> = A extends keyof ApplicationEnv ? keyof ApplicationEnv[A] & string : string | Atom;

type Declared<A, K> = A extends keyof ApplicationEnv
  ? K extends keyof ApplicationEnv[A]
    ? ApplicationEnv[A][K]
    : unknown
  : any;

/** The value of a key: as declared, or `null` for one that need not be there. */
export type EnvValue<A, K, D = null> =
  undefined extends Declared<A, K> ? Exclude<Declared<A, K>, undefined> | D : Declared<A, K>;

/** What can be configured for an application. */
export type EnvOf<A> = A extends keyof ApplicationEnv ? Partial<ApplicationEnv[A]> : Record<string, unknown>;

/** How a value is put. */
export interface PutOptions {
  /** Keeps it when the application is loaded, which would otherwise bring its own value, and when it is loaded again. */
  persistent?: boolean;
}

type Table = Map<string, unknown>;
type Watcher = (values: Record<string, unknown>) => void;

const tables = new Map<string, Table>();
const persistent = new Map<string, Table>();
const watchers = new Map<string, Watcher>();

/**
 * A value of an application's environment (`Application.get_env/3`).
 *
 * @param missing what to return when there is no such key: `null` when left out
 * @example
 * Application.getEnv("p24_chat", "remoteSupervisor")("alice@localhost");
 */
export function getEnv<A extends App, K extends EnvKey<A>>(app: A, key: K): EnvValue<A, K>;
export function getEnv<A extends App, K extends EnvKey<A>, D>(app: A, key: K, missing: D): EnvValue<A, K, D>;
export function getEnv(app: App, key: App, missing: unknown = null): unknown {
  const table = tables.get(text(app));
  return table?.has(text(key)) ? table.get(text(key)) : missing;
}

/** `{:ok, value}`, or `:error` when there is no such key (`Application.fetch_env/2`). */
export function fetchEnv<A extends App, K extends EnvKey<A>>(
  app: A,
  key: K,
): TupleOf<[Atom, NonNullable<EnvValue<A, K>>]> | Atom {
  const table = tables.get(text(app));
  return table?.has(text(key)) ? (tuple(atom.ok, table.get(text(key))) as never) : atom.error;
}

/**
 * A value that must be there (`Application.fetch_env!/2`).
 *
 * @throws ArgumentError when it is not
 */
export function fetchEnvOrThrow<A extends App, K extends EnvKey<A>>(app: A, key: K): EnvValue<A, K, never> {
  const [name, field] = [text(app), text(key)];
  const table = tables.get(name);
  if (table?.has(field)) return table.get(field) as EnvValue<A, K, never>;
  const why = table
    ? `configuration at ${inspect(atom(field))} was not set`
    : "the application was not loaded nor configured";
  const what = `environment ${inspect(atom(field))} for application ${inspect(atom(name))}`;
  throw new ArgumentError(`could not fetch application ${what} because ${why}`);
}

/** All values of an application (`Application.get_all_env/1`). */
export function getAllEnv<A extends App>(app: A): EnvOf<A> {
  return Object.fromEntries(tables.get(text(app)) ?? []) as EnvOf<A>;
}

/**
 * Sets a value (`Application.put_env/4`).
 *
 * @returns `:ok`
 * @example
 * Application.putEnv("p24_chat", "greeting", "Servus");
 */
export function putEnv<A extends App, K extends EnvKey<A>>(
  app: A,
  key: K,
  value: A extends keyof ApplicationEnv ? EnvValue<A, K, never> : unknown,
  options: PutOptions = {},
): Atom {
  return putAllEnv({ [text(app)]: { [text(key)]: value } }, options);
}

/**
 * Sets values of many applications at once (`Application.put_all_env/2`).
 *
 * @example
 * Application.putAllEnv({ p24_chat: { greeting: "Servus" }, logger: { level: "warning" } });
 */
export function putAllEnv(
  config: { [A in keyof ApplicationEnv]?: EnvOf<A> } & Record<string, object>,
  options: PutOptions = {},
): Atom {
  for (const [app, values] of Object.entries(config)) {
    change(app, new Map([...(tables.get(app) ?? []), ...Object.entries(values)]));
    if (options.persistent) persistent.set(app, new Map([...(persistent.get(app) ?? []), ...Object.entries(values)]));
  }
  return atom.ok;
}

/** Removes a value (`Application.delete_env/3`). */
export function deleteEnv<A extends App>(app: A, key: EnvKey<A>, options: PutOptions = {}): Atom {
  const table = new Map(tables.get(text(app)));
  table.delete(text(key));
  change(text(app), table);
  if (options.persistent) persistent.get(text(app))?.delete(text(key));
  return atom.ok;
}

/** @internal The application is loaded: its own values come over those from before, persistent ones over its own. */
export function loadEnv(app: string, values: object): void {
  const kept = persistent.get(app) ?? [];
  change(app, new Map([...(tables.get(app) ?? []), ...Object.entries(values), ...kept]), true);
}

/** @internal The application is unloaded. */
export function dropEnv(app: string): void {
  change(app, new Map());
}

/**
 * @internal Calls a function with the environment of that application whenever it is about to change.
 * What the function throws keeps it from changing.
 */
export function whenEnvChanges(app: string, watcher: Watcher): void {
  watchers.set(app, watcher);
}

function change(app: string, table: Table, isLoaded = false): void {
  watchers.get(app)?.(Object.fromEntries(table));
  if (table.size > 0 || isLoaded) tables.set(app, table);
  else tables.delete(app);
}

function text(name: App): string {
  return typeof name === "symbol" ? atomName(name) : name;
}
