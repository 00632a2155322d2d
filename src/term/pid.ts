import { Interned } from "./interned.js";
import { localOrigin, type Origin, origin } from "./origin.js";

/**
 * The address of a process, on this node or another. Pids are interned: `===` compares them.
 *
 * A pid prints as its observer sees it: `#PID<0.111.0>` is local, another first number is this
 * node's index of the remote node.
 */
export class Pid {
  /** @internal True once its numbers lead back to it. */
  isRemembered = false;

  /** @internal made by {@link localPid} and {@link internPid} only */
  constructor(
    readonly origin: Origin,
    readonly id: number,
    readonly serial: number,
  ) {}

  /** The name of the node that the process runs on. */
  get node(): string {
    return this.origin.node;
  }

  /** Which life of the node made the pid. */
  get creation(): number {
    return this.origin.creation;
  }

  get isLocal(): boolean {
    return this.origin === localOrigin;
  }

  toString(): string {
    rememberPid(this);
    return `#PID<${this.origin.index}.${this.id}.${this.serial}>`;
  }
}

const tables = new Map<Origin, Interned<number, Pid>>();

/** A new pid of this node. It enters the interning table when it is printed or leaves the node. */
export function localPid(id: number, serial: number): Pid {
  return new Pid(localOrigin, id, serial);
}

const RECENT = 64;
/** Pids that were asked for lately, by the end of their id: those who talk, talk again. */
const recent = new Array<Pid | undefined>(RECENT).fill(undefined);

/** The pid with these numbers: the one that is held already, else a new one. */
export function internPid(node: string, creation: number, id: number, serial: number): Pid {
  const place = id & (RECENT - 1);
  const known = recent[place];
  if (known?.id === id && known.serial === serial && known.node === node && known.creation === creation) return known;
  const from = origin(node, creation);
  const found =
    table(from).get(key(id, serial)) ?? rememberPid(livingPid(from, id, serial) ?? new Pid(from, id, serial));
  recent[place] = found;
  return found;
}

let living: (id: number, serial: number) => Pid | undefined = () => undefined;

/** Says how to find the pid of a living process of this node. */
export function knowLivingPids(find: typeof living): void {
  living = find;
}

function livingPid(from: Origin, id: number, serial: number): Pid | undefined {
  return from === localOrigin ? living(id, serial) : undefined;
}

/** Enters a pid into the interning table, so that its numbers lead back to this object. */
export function rememberPid(pid: Pid): Pid {
  if (pid.isRemembered) return pid;
  const at = key(pid.id, pid.serial);
  const entries = table(pid.origin);
  const found = entries.get(at);
  if (found) return found;
  pid.isRemembered = true;
  return entries.set(at, pid);
}

/**
 * The pid that prints with these numbers, in the newest life of its node that was heard of;
 * `undefined` when no node prints under that index.
 */
export function pidOfNumbers(index: number, id: number, serial: number): Pid | undefined {
  if (index === 0) table(localOrigin);
  const known = [...tables].filter(([from]) => from.index === index).reverse();
  for (const [, pids] of known) {
    const found = pids.get(key(id, serial));
    if (found) return found;
  }
  const newest = known[0]?.[0];
  return newest && rememberPid(livingPid(newest, id, serial) ?? new Pid(newest, id, serial));
}

function table(of: Origin): Interned<number, Pid> {
  let found = tables.get(of);
  if (!found) tables.set(of, (found = new Interned()));
  return found;
}

/** id and serial are 32 bits each on the wire; together exact in a double up to 53 bits. */
function key(id: number, serial: number): number {
  return serial * 0x1_0000_0000 + id;
}
