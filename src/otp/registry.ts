/** Elixir's `Registry`: names and groups of processes of this node, under keys of any kind. */

import { ArgumentError, send as deliver, Exit, Process, self } from "../process/index.js";
import {
  type Atom,
  atom,
  atomToName,
  inspect,
  isTuple,
  nameToAtom,
  type Pid,
  type TupleOf,
  tuple,
} from "../term/index.js";
import { startLink as startServer } from "./gen-server.js";
import { evaluate, holds } from "./registry/guard.js";
import { type Bindings, match as matchTerm } from "./registry/match.js";
import { checked, type RegistryOptions, type Running, running, server } from "./registry/server.js";
import type { Entry } from "./registry/table.js";

export type { RegistryOptions } from "./registry/server.js";

/** The name of a registry. */
export type Name = string | Atom;

/** A name that a registry keeps: the registry, the key, and the value where there is one. */
export type Via = readonly [registry: Name, key: unknown, value?: unknown];

/** A process that has registered, and its value. */
export type Registered = TupleOf<[pid: Pid, value: unknown]>;

/**
 * One clause of a match specification: a pattern of `{key, pid, value}`, guards, and what to give for
 * each entry that fits, the last of the list.
 */
export type MatchSpec = readonly [pattern: readonly unknown[], guards: readonly unknown[], result: readonly unknown[]];

/**
 * Starts a registry that is linked to the caller (`Registry.start_link/1`).
 *
 * @returns the pid of its process
 * @throws ArgumentError that names an option which makes no sense; Exit with `{:already_started, pid}`
 * @example
 * await Registry.startLink({ keys: "unique", name: "Chat.Rooms" });
 * await GenServer.startLink(Room, [], { name: ["via", Registry, ["Chat.Rooms", "lobby"]] });
 */
export async function startLink(options: RegistryOptions): Promise<Pid> {
  return startServer(server, [checked(options)], { name: options.name });
}

/** How a supervisor starts a registry: `[Registry, { keys: "unique", name: "Chat.Rooms" }]`. */
export function childSpec(options: RegistryOptions): {
  id: unknown;
  start: () => Promise<Pid>;
  type: "supervisor";
} {
  return { id: nameToAtom(options.name), start: () => startLink(options), type: "supervisor" };
}

/**
 * Registers the calling process (`Registry.register/3`). The entry vanishes when the process ends; the
 * process ends with the registry.
 *
 * @returns the process of the registry that is linked to the caller from now on
 * @throws Exit with `{:already_registered, pid}` when the keys are unique and another, or the caller,
 *   has this one
 * @example
 * Registry.register("Chat.Topics", "weather", { since: new Date() });
 */
export function register(registry: Name, key: unknown, value: unknown = null): Pid {
  const found = running(registry);
  const { table, kind, partition } = found;
  const [taken] = kind === "unique" ? table.lookup(key) : [];
  if (taken) throw new Exit(tuple(atom.already_registered, taken.pid));
  table.add(key, { pid: self(), value });
  Process.link(partition);
  tell(found, tuple(atom.register, found.name, key, self(), value));
  return partition;
}

/** Takes all entries of the calling process under a key away (`Registry.unregister/2`). */
export function unregister(registry: Name, key: unknown): Atom {
  const found = running(registry);
  found.table.remove(key, self());
  return unregistered(found, key);
}

/**
 * Takes those entries of the calling process under a key away whose value fits a pattern
 * (`Registry.unregister_match/4`); patterns and guards are those of {@link match}.
 */
export function unregisterMatch(registry: Name, key: unknown, pattern: unknown, guards: readonly unknown[] = []): Atom {
  const found = running(registry);
  const before = own(found, key).length;
  found.table.remove(key, self(), ({ value }) => fits(value, pattern, guards));
  const left = own(found, key).length;
  return left === before && left > 0 ? atom.ok : unregistered(found, key);
}

function own({ table }: Running, key: unknown): Entry[] {
  return table.lookup(key).filter(({ pid }) => pid === self());
}

function unregistered(found: Running, key: unknown): Atom {
  if (!found.table.knows(self())) Process.unlink(found.partition);
  tell(found, tuple(atom.unregister, found.name, key, self()));
  return atom.ok;
}

function tell({ listeners }: Running, message: unknown): void {
  for (const listener of listeners) if (Process.whereis(listener)) deliver(listener, message);
}

/** The processes under a key: `[{pid, value}]` (`Registry.lookup/2`). */
export function lookup(registry: Name, key: unknown): Registered[] {
  return running(registry).table.lookup(key).map(pair);
}

function pair({ pid, value }: Entry): Registered {
  return tuple(pid, value);
}

/** The keys of a process, once for each entry (`Registry.keys/2`). */
export function keys(registry: Name, pid: Pid): unknown[] {
  return running(registry).table.keysOf(pid);
}

/** The values of a process under a key (`Registry.values/3`). */
export function values(registry: Name, key: unknown, pid: Pid): unknown[] {
  return running(registry)
    .table.lookup(key)
    .flatMap((entry) => (entry.pid === pid ? [entry.value] : []));
}

/**
 * Calls a function with all that is registered under a key, unless that is nothing
 * (`Registry.dispatch/3`).
 *
 * @returns `:ok`, when the function is through
 * @example
 * await Registry.dispatch("Chat.Topics", "weather", (entries) => {
 *   for (const [pid] of entries) send(pid, "rain");
 * });
 */
export async function dispatch(registry: Name, key: unknown, fun: (entries: Registered[]) => unknown): Promise<Atom> {
  const entries = lookup(registry, key);
  if (entries.length > 0) await fun(entries);
  return atom.ok;
}

/**
 * Changes the value of the calling process under a unique key (`Registry.update_value/3`).
 *
 * @returns `{newValue, oldValue}`, or `:error` when the caller has no such key
 * @throws ArgumentError when the keys are not unique
 */
export function updateValue(
  registry: Name,
  key: unknown,
  update: (value: any) => unknown,
): TupleOf<[updated: unknown, before: unknown]> | Atom {
  const found = running(registry);
  if (found.kind !== "unique")
    throw new ArgumentError("Registry.updateValue is not supported for duplicate registries");
  const [entry] = own(found, key);
  if (!entry) return atom.error;
  const before = entry.value;
  entry.value = update(before);
  return tuple(entry.value, before);
}

/**
 * The processes under a key whose value fits a pattern (`Registry.match/4`).
 *
 * @param pattern a term in which `:_` is anything and `:"$1"` a variable
 * @param guards conditions of the variables: `[tuple(atom(">"), atom("$1"), 3)]`
 * @returns `[{pid, value}]`
 * @throws ArgumentError for guards that make no sense
 * @example
 * Registry.match("Chat.Topics", "weather", { city: "Graz" });
 */
export function match(registry: Name, key: unknown, pattern: unknown, guards: readonly unknown[] = []): Registered[] {
  return running(registry)
    .table.lookup(key)
    .filter(({ value }) => fits(value, pattern, guards))
    .map(pair);
}

function fits(value: unknown, pattern: unknown, guards: readonly unknown[]): boolean {
  const bindings = matchTerm(pattern, value);
  return bindings !== undefined && holds(guards, bindings);
}

/** How many entries {@link match} finds (`Registry.count_match/4`). */
export function countMatch(registry: Name, key: unknown, pattern: unknown, guards: readonly unknown[] = []): number {
  return match(registry, key, pattern, guards).length;
}

/** How many entries a registry has (`Registry.count/1`). */
export function count(registry: Name): number {
  return running(registry).table.all().length;
}

/**
 * Looks through all entries with a match specification (`Registry.select/2`).
 *
 * @example
 * const [key, pid] = [atom("$1"), atom("$2")];
 * Registry.select("Chat.Rooms", [[tuple(key, pid, atom._), [], [tuple(tuple(key, pid))]]]);
 * // [{"lobby", #PID<0.120.0>}]
 */
export function select(registry: Name, spec: readonly MatchSpec[]): unknown[] {
  for (const clause of spec) checkClause(clause, spec);
  return running(registry)
    .table.all()
    .flatMap(({ key, entry }) => selected(tuple(key, entry.pid, entry.value), spec));
}

/** How many entries fit a match specification whose result is `true` (`Registry.count_select/2`). */
export function countSelect(registry: Name, spec: readonly MatchSpec[]): number {
  return select(registry, spec).filter((result) => result === true).length;
}

function selected(term: unknown, spec: readonly MatchSpec[]): unknown[] {
  for (const [pattern, guards, result] of spec) {
    const bindings: Bindings | undefined = matchTerm(pattern, term);
    if (bindings && holds(guards, bindings)) return [result.map((part) => evaluate(part, bindings)).at(-1)];
  }
  return [];
}

function checkClause(clause: unknown, spec: unknown): void {
  const [pattern, guards, result] = Array.isArray(clause) ? clause : [];
  if (isTuple(pattern) && pattern.length === 3 && Array.isArray(guards) && Array.isArray(result) && result.length > 0)
    return;
  throw new ArgumentError(`invalid match specification in Registry.select: ${inspect(spec)}`);
}

/** What was put there under that key: `{:ok, value}` or `:error` (`Registry.meta/2`). */
export function meta(registry: Name, key: Name): TupleOf<[Atom, unknown]> | Atom {
  const found = running(registry).meta;
  return found.has(metaKey(key)) ? tuple(atom.ok, found.get(metaKey(key))) : atom.error;
}

/** Keeps something with the registry itself (`Registry.put_meta/3`). */
export function putMeta(registry: Name, key: Name, value: unknown): Atom {
  running(registry).meta.set(metaKey(key), value);
  return atom.ok;
}

/** Takes that away again (`Registry.delete_meta/2`). */
export function deleteMeta(registry: Name, key: Name): Atom {
  running(registry).meta.delete(metaKey(key));
  return atom.ok;
}

function metaKey(key: Name): Atom {
  return typeof key === "string" ? atom(key) : key;
}

/** The process under a unique key, `null` when there is none: for `["via", Registry, [registry, key]]`. */
export function whereisName(via: Via): Pid | null {
  return unique(via).table.lookup(via[1])[0]?.pid ?? null;
}

const YES = atom("yes");
const NO = atom("no");

/**
 * Registers the calling process as a `via` name does.
 *
 * @returns `:yes`, or `:no` when another process has the key
 * @throws ArgumentError for any other pid than the caller's: a process registers itself
 */
export function registerName(via: Via, pid: Pid): Atom {
  if (pid !== self()) throw new ArgumentError(`could not register ${inspect(pid)}: a process registers itself only`);
  const [registry, key, value = null] = via;
  if (unique(via).table.lookup(key).length > 0) return NO;
  register(registry, key, value);
  return YES;
}

/** Takes the entry of the calling process away again. */
export function unregisterName([registry, key]: Via): Atom {
  return unregister(registry, key);
}

/** @throws ArgumentError when no process has that name */
export function send(via: Via, message: unknown): unknown {
  const pid = whereisName(via);
  if (!pid)
    throw new ArgumentError(`could not send to ${inspect(via[1])}: no process has that key in ${shown(via[0])}`);
  return deliver(pid, message);
}

function unique(via: Via): Running {
  if (!Array.isArray(via) || via.length < 2 || via.length > 3)
    throw new ArgumentError(`expected [registry, key] or [registry, key, value], got: ${inspect(via)}`);
  const found = running(via[0]);
  if (found.kind !== "unique") throw new ArgumentError('"via" is not supported for duplicate registries');
  return found;
}

function shown(name: Name): string {
  return atomToName(nameToAtom(name));
}
