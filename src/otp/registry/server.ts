import { ArgumentError, Process, self } from "../../process/index.js";
import { type Atom, atom, atomToName, inspect, isTuple, nameToAtom, type Pid } from "../../term/index.js";
import { type Behaviour, noreply, startLink, stopWith } from "../gen-server.js";
import { Table } from "./table.js";

/** How a registry is started. */
export interface RegistryOptions {
  /** Whether a key is that of one process at most. */
  keys: "unique" | "duplicate";
  name: string | Atom;
  /** Over how many processes Elixir shares the work. One does it here, where one runs at a time anyway. */
  partitions?: number;
  /** Names of processes that are told of what is registered and unregistered. */
  listeners?: readonly (string | Atom)[];
  /** What {@link meta} gives, by key. */
  meta?: Readonly<Record<string, unknown>>;
}

/** A registry that runs. */
export interface Running {
  readonly name: Atom;
  readonly kind: "unique" | "duplicate";
  readonly owner: Pid;
  /** The process that is linked to all that have registered. */
  readonly partition: Pid;
  readonly listeners: readonly Atom[];
  readonly table: Table;
  readonly meta: Map<unknown, unknown>;
}

const registries = new Map<Atom, Running>();

/** @throws ArgumentError when no registry of that name runs here */
export function running(name: string | Atom): Running {
  const key = typeof name === "string" || typeof name === "symbol" ? nameToAtom(name) : undefined;
  const found = key && registries.get(key);
  if (found && Process.alive(found.owner)) return found;
  if (key) registries.delete(key);
  throw new ArgumentError(`unknown registry: ${key ? atomToName(key) : inspect(name)}`);
}

/** The process of a registry: it has the registry's name, and its end is that of the registry. */
export const server: Behaviour<null, { init: [options: RegistryOptions] }> = {
  async init({ keys: kind, name, listeners = [], meta = {} }) {
    Process.flag("trapExit", true);
    const table = new Table();
    const partition = await startLink(keeper, [table], { name: `${atomToName(nameToAtom(name))}.PIDPartition0` });
    registries.set(nameToAtom(name), {
      name: nameToAtom(name),
      kind,
      owner: self(),
      partition,
      listeners: listeners.map(nameToAtom),
      table,
      meta: new Map(Object.entries(meta).map(([key, value]) => [atom(key), value])),
    });
    return null;
  },
  handleInfo(_state, message: unknown) {
    return isTuple(message) && message[0] === atom.EXIT ? stopWith(message[2], null) : noreply(null);
  },
};

/** The process that is linked to all that have registered, and takes the entries away of those that end. */
const keeper: Behaviour<Table, { init: [table: Table] }> = {
  init(table) {
    Process.flag("trapExit", true);
    return table;
  },
  handleInfo(table, message: unknown) {
    if (isTuple(message) && message[0] === atom.EXIT) table.removeAll(message[1] as Pid);
    return noreply(table);
  },
};

/** @throws ArgumentError that names the option which makes no sense */
export function checked(options: RegistryOptions): RegistryOptions {
  const { keys, name, partitions = 1, listeners = [], meta = {} } = options;
  if (keys !== "unique" && keys !== "duplicate")
    throw wrong('keys to be given and be one of "unique" or "duplicate"', keys);
  if (name === undefined) throw new ArgumentError("expected name option to be present");
  if (!isName(name)) throw wrong("name to be a name", name);
  if (!Number.isInteger(partitions) || partitions < 1) throw wrong("partitions to be a positive integer", partitions);
  if (!Array.isArray(listeners) || !listeners.every(isName))
    throw wrong("listeners to be a list of named processes", listeners);
  if (typeof meta !== "object" || meta === null || Array.isArray(meta)) throw wrong("meta to be an object", meta);
  return options;
}

function isName(value: unknown): value is string | Atom {
  return (typeof value === "string" && value !== "") || typeof value === "symbol";
}

function wrong(wanted: string, given: unknown): ArgumentError {
  return new ArgumentError(`expected ${wanted}, got: ${inspect(given)}`);
}
