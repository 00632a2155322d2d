import { atom, isTuple, type Pid, type Reference, TermMap } from "../term/index.js";

/** What of the options of a spawn request means something to this node. */
export interface Ties {
  link: boolean;
  monitor: boolean;
}

/** A request for a process with an option that no node has: it is answered with `badopt`, as Erlang does. */
export class BadSpawnOption extends Error {
  override readonly name = "BadSpawnOption";
  constructor(
    readonly ref: Reference,
    readonly from: Pid,
  ) {
    super("Cannot start a process with an option that is unknown or has a value of the wrong kind");
  }
}

const isCount = (value: unknown): boolean => typeof value === "number" && Number.isInteger(value) && value >= 0;
const isOneOf =
  (...names: string[]) =>
  (value: unknown): boolean =>
    names.some((name) => value === atom(name));
const isBoolean = (value: unknown): boolean => typeof value === "boolean";

/** Options with a value, and which values they may have. All but `monitor` are about memory and time: they change nothing here. */
const valued = new Map<unknown, (value: unknown) => boolean>([
  [atom("monitor"), (value) => Array.isArray(value) && !isTuple(value)],
  [atom("priority"), isOneOf("low", "normal", "high", "max")],
  [atom("fullsweep_after"), isCount],
  [atom("min_heap_size"), isCount],
  [atom("min_bin_vheap_size"), isCount],
  [atom("max_heap_size"), (value) => isCount(value) || isMap(value)],
  [atom("message_queue_data"), isOneOf("on_heap", "off_heap", "mixed")],
  [atom("scheduler"), isCount],
  [atom("async_dist"), isBoolean],
]);

function isMap(value: unknown): boolean {
  return value instanceof TermMap || (typeof value === "object" && value !== null && !Array.isArray(value));
}

/**
 * Reads the options of a spawn request, as `erlang:spawn_request/5` takes them.
 *
 * @returns undefined when one of them is unknown: `name`, for example, is one that no node takes
 */
export function spawnTies(options: readonly unknown[]): Ties | undefined {
  const ties = { link: false, monitor: false };
  for (const option of options) {
    const [name, value] = isTuple(option) && option.length === 2 ? option : [option];
    const isPair = name !== option;
    if (isPair ? !valued.get(name)?.(value) : name !== atom.link && name !== atom.monitor) return undefined;
    if (name === atom.link) ties.link = true;
    if (name === atom.monitor) ties.monitor = true;
  }
  return ties;
}
