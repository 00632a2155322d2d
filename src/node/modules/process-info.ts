import { ArgumentError, invalidArgument, Process } from "../../process/index.js";
import { type Atom, atom, atomName, nameToAtom, Pid, type Tuple, tuple } from "../../term/index.js";

type Info = Process.ProcessInfo;

/** What `process_info` tells, under Erlang's names and in Erlang's shapes. */
const ITEMS: Readonly<Record<string, (info: Info) => unknown>> = {
  registered_name: ({ registeredName }) => registeredName ?? [],
  initial_call: initialCall,
  status: ({ status }) => status,
  message_queue_len: ({ messageQueueLen }) => messageQueueLen,
  links: ({ links }) => links,
  dictionary: ({ dictionary }) => Array.from(dictionary, ([key, value]) => tuple(key, value)),
  trap_exit: ({ trapExit }) => trapExit,
  group_leader: ({ groupLeader }) => groupLeader,
};

/** Told only when asked for by name. */
const MORE: typeof ITEMS = {
  messages: ({ messages }) => messages,
  monitors: ({ monitors }) => monitors.map(monitored),
  monitored_by: ({ monitoredBy }) => monitoredBy,
  parent: ({ parent }) => parent ?? undefined,
};

/**
 * Erlang's `process_info/1` and `/2`.
 *
 * @returns `[{item, value}]`, or `{item, value}` for one item; `:undefined` for a process that has ended
 * @throws ArgumentError for a pid of another node, and for an item that this node does not tell
 */
export function processInfo(pid: Pid, items?: Atom | readonly Atom[]): unknown {
  const info = Process.info(pid);
  if (!info) return undefined;
  if (typeof items === "symbol") return single(info, items);
  if (items) return items.map((item) => tellItem(info, item));
  const all = Object.keys(ITEMS).map((item) => tellItem(info, atom(item)));
  return info.registeredName ? all : all.slice(1);
}

/** A process without a name is an empty list when nothing else was asked. */
function single(info: Info, item: Atom): unknown {
  return atomName(item) === "registered_name" && !info.registeredName ? [] : tellItem(info, item);
}

/** A function without a module is called by `erlang:apply/2`, as in Erlang. */
function initialCall({ initialCall: { module, name, arity } }: Info): Tuple {
  return module === "" ? tuple(atom.erlang, atom.apply, 2) : tuple(nameToAtom(module), atom(name), arity);
}

function tellItem(info: Info, item: Atom): Tuple {
  const name = atomName(item);
  const tell = Object.hasOwn(ITEMS, name) ? ITEMS[name] : Object.hasOwn(MORE, name) ? MORE[name] : undefined;
  if (!tell) throw new ArgumentError(invalidArgument(2, "no item that this node tells"));
  return tuple(item, tell(info));
}

function monitored(target: unknown): Tuple {
  if (target instanceof Pid) return tuple(atom.process, target);
  const [name, node] = target as [Atom, string];
  return tuple(atom.process, tuple(name, atom(node)));
}
