import { type Reader, readTerm, type Writer, writeTerm } from "../etf/index.js";
import type { Signal } from "../process/signal.js";
import { type Atom, atom, internPid, isTuple, Pid, Reference, tuple } from "../term/index.js";
import { BadSpawnOption, spawnTies } from "./spawn-options.js";

/** Which life of which node the bytes come from. */
export interface Peer {
  readonly node: string;
  readonly creation: number;
}

/** Bytes that are a message of the protocol, but none that this node understands. */
export class ControlError extends Error {
  override readonly name = "ControlError";
}

type Fields = readonly unknown[];

interface Row<S> {
  /** The fields of the control tuple, the operation first. */
  write(signal: S): Fields;
  /** The term behind the control tuple, for signals that have one. */
  payload?(signal: S): unknown;
  /** By operation: the signal, or false where a field has the wrong type. */
  read: Record<number, (fields: Fields, payload: unknown, peer: Peer) => S | false>;
}

/**
 * How every signal looks on the wire: one row per signal, both directions side by side. Follows
 * "Protocol between Connected Nodes" of `erl_dist_protocol`.
 *
 * What is written is what every node since Erlang/OTP 25 reads; what is read are also the older
 * forms, and those with a trace token as last field, which is ignored.
 */
const table: { [Type in Signal["type"]]: Row<Extract<Signal, { type: Type }>> } = {
  message: {
    write({ from, to }) {
      if (to instanceof Pid) return [22, from, to];
      return to instanceof Reference ? [33, from, to] : [6, from, UNUSED, to];
    },
    payload: ({ message }) => message,
    read: {
      ...by([2, 12], ([, , to], message, peer) => isPid(to) && { type: "message", from: nobody(peer), to, message }),
      ...by([6, 16], ([, from, , to], message) => {
        return isPid(from) && isName(to) && { type: "message", from, to, message };
      }),
      ...by([22, 23], ([, from, to], message) => isPid(from) && isPid(to) && { type: "message", from, to, message }),
      ...by([33, 34], ([, from, to], message) => isPid(from) && isRef(to) && { type: "message", from, to, message }),
    },
  },
  link: {
    write: ({ from, to }) => [1, from, to],
    read: by([1], ([, from, to]) => isPid(from) && isPid(to) && { type: "link", from, to }),
  },
  unlink: {
    write: ({ id, from, to }) => [35, id, from, to],
    read: {
      ...by([4], ([, from, to]) => isPid(from) && isPid(to) && { type: "unlink", from, to, id: 0n }),
      ...by([35], ([, id, from, to]) => {
        return isId(id) && isPid(from) && isPid(to) && { type: "unlink", from, to, id: BigInt(id) };
      }),
    },
  },
  unlinkAck: {
    write: ({ id, from, to }) => [36, id, from, to],
    read: by([36], ([, id, from, to]) => {
      return isId(id) && isPid(from) && isPid(to) && { type: "unlinkAck", from, to, id: BigInt(id) };
    }),
  },
  exit: {
    write: ({ from, to }) => [24, from, to],
    payload: ({ reason }) => reason,
    read: {
      ...by([3], ([, from, to, reason]) => isPid(from) && isPid(to) && { type: "exit", from, to, reason }),
      ...by([13], ([, from, to, , reason]) => isPid(from) && isPid(to) && { type: "exit", from, to, reason }),
      ...by([24, 25], ([, from, to], reason) => isPid(from) && isPid(to) && { type: "exit", from, to, reason }),
    },
  },
  exit2: {
    write: ({ from, to }) => [26, from, to],
    payload: ({ reason }) => reason,
    read: {
      ...by([8], ([, from, to, reason]) => isPid(from) && isPid(to) && { type: "exit2", from, to, reason }),
      ...by([18], ([, from, to, , reason]) => isPid(from) && isPid(to) && { type: "exit2", from, to, reason }),
      ...by([26, 27], ([, from, to], reason) => isPid(from) && isPid(to) && { type: "exit2", from, to, reason }),
    },
  },
  monitor: {
    write: ({ from, to, ref }) => [19, from, to, ref],
    read: by(
      [19],
      ([, from, to, ref]) => isPid(from) && isAddress(to) && isRef(ref) && { type: "monitor", from, to, ref },
    ),
  },
  demonitor: {
    write: ({ from, to, ref }) => [20, from, to, ref],
    read: by([20], ([, from, to, ref]) => {
      return isPid(from) && isAddress(to) && isRef(ref) && { type: "demonitor", from, to, ref };
    }),
  },
  down: {
    write: ({ from, to, ref }) => [28, from, to, ref],
    payload: ({ reason }) => reason,
    read: {
      ...by([21], ([, from, to, ref, reason]) => {
        return isAddress(from) && isPid(to) && isRef(ref) && { type: "down", from, to, ref, reason };
      }),
      ...by([28], ([, from, to, ref], reason) => {
        return isAddress(from) && isPid(to) && isRef(ref) && { type: "down", from, to, ref, reason };
      }),
    },
  },
  groupLeader: {
    /** The message does not say who sends it: it names the leader, then the process that follows it. */
    write: ({ leader, to }) => [7, leader, to],
    read: by([7], ([, leader, to]) => isPid(leader) && isPid(to) && { type: "groupLeader", from: leader, to, leader }),
  },
  spawnRequest: {
    write({ ref, from, groupLeader, module, name, args, link, monitor }) {
      const options = [...(link ? [atom.link] : []), ...(monitor ? [atom.monitor] : [])];
      return [29, ref, from, groupLeader, tuple(module, name, args.length), options];
    },
    payload: ({ args }) => args,
    read: by([29, 30], ([, ref, from, groupLeader, mfa, options], args) => {
      if (!isRef(ref) || !isPid(from) || !isPid(groupLeader) || !isFunctionName(mfa)) return false;
      if (!isList(options) || !isList(args) || args.length !== mfa[2]) return false;
      const [module, name] = mfa;
      const ties = spawnTies(options);
      if (!ties) throw new BadSpawnOption(ref, from);
      return { type: "spawnRequest", ref, from, groupLeader, module, name, args, ...ties };
    }),
  },
  spawnReply: {
    write: ({ ref, to, linked, monitored, result }) => {
      return [31, ref, to, (linked ? LINKED : 0) | (monitored ? MONITORED : 0), result];
    },
    read: by([31, 32], ([, ref, to, flags, result]) => {
      if (!isRef(ref) || !isPid(to) || typeof flags !== "number" || !isAddress(result)) return false;
      const [linked, monitored] = [(flags & LINKED) !== 0, (flags & MONITORED) !== 0];
      return { type: "spawnReply", ref, to, linked, monitored, result };
    }),
  },
};

const ALTACT_SIG = 37;
const ALTACT_ALIAS = 4;
const ALTACT_NAME = 8;
const ALTACT_EXIT = 16;
const LINKED = 1;
const MONITORED = 2;
const VERSION = 131;
const SMALL_TUPLE = 104;
/** Stands where a cookie stood in old times. */
const UNUSED = atom("");

/** The operations whose message, reason or arguments stand behind the control tuple. */
const WITH_PAYLOAD = new Set([2, 6, 12, 16, 22, 23, 24, 25, 26, 27, 28, 29, 30, 33, 34]);

const readers = new Map(
  Object.values(table).flatMap((row) =>
    Object.entries(row.read).map(([op, read]) => [Number(op), read as Row<Signal>["read"][number]]),
  ),
);

/**
 * Writes a signal: its control tuple and its payload, if it has one. The tuple's head is written
 * by hand, so that a message costs no tuple.
 *
 * @param headed true behind a distribution header, where terms have no version byte
 * @returns the writer's position where the control tuple ends and the payload, if there is one, begins
 * @throws TypeError when a value of the signal cannot travel
 */
export function writeSignal(writer: Writer, signal: Signal, headed = false): number {
  const row = table[signal.type] as Row<Signal>;
  const fields = row.write(signal);
  if (!headed) writer.u8(VERSION);
  writer.u8(SMALL_TUPLE);
  writer.u8(fields.length);
  for (const field of fields) writeTerm(writer, field);
  const end = writer.position;
  if (row.payload === undefined) return end;
  if (!headed) writer.u8(VERSION);
  writeTerm(writer, row.payload(signal));
  return end;
}

/**
 * Reads a signal that a peer sent.
 *
 * @throws ControlError for an operation that is unknown or has fields of the wrong type, BadSpawnOption
 * for one that has to be answered, DecodeError for bytes that are no term
 */
export function readSignal(reader: Reader, peer: Peer): Signal {
  const fields = plain(readFields(reader));
  const op = fields[0];
  const read = readers.get(op as number);
  if (!read) throw new ControlError(`Cannot understand operation ${String(op)}`);
  if (reader.left === 0 && WITH_PAYLOAD.has(op as number))
    throw new ControlError(`Cannot understand operation ${op} without a payload`);
  const signal = read(fields, readPayload(reader), peer);
  if (!signal) throw new ControlError(`Cannot understand the fields of operation ${String(op)}`);
  return signal;
}

/**
 * Erlang/OTP 28 has one operation, with flags, for what else are four; it is sent only to those who
 * ask for it, which this node does not.
 */
function plain(fields: Fields): Fields {
  const [op, flags, from, to] = fields;
  if (op !== ALTACT_SIG || typeof flags !== "number") return fields;
  if (flags & ALTACT_EXIT) return [26, from, to];
  if (flags & ALTACT_NAME) return [6, from, UNUSED, to];
  return flags & ALTACT_ALIAS ? [33, from, to] : [22, from, to];
}

function readFields(reader: Reader): unknown[] {
  if (!isVersioned(reader)) throw new ControlError("Cannot read a control message without the version byte 131");
  if (reader.u8() !== SMALL_TUPLE) throw new ControlError("Cannot read a control message that is no tuple");
  const fields = new Array<unknown>(reader.u8());
  for (let i = 0; i < fields.length; i++) fields[i] = readTerm(reader);
  return fields;
}

function readPayload(reader: Reader): unknown {
  if (reader.left === 0) return undefined;
  if (!isVersioned(reader)) throw new ControlError("Cannot read a payload without the version byte 131");
  return readTerm(reader);
}

/** Behind a distribution header terms have no version byte. */
function isVersioned(reader: Reader): boolean {
  return reader.atoms !== undefined || reader.u8() === VERSION;
}

/** The same reading for every operation that has these fields in these places. */
function by<S>(ops: readonly number[], read: Row<S>["read"][number]): Row<S>["read"] {
  return Object.fromEntries(ops.map((op) => [op, read]));
}

/** Old forms of a message do not tell who sent it: the peer, as far as ordering goes. */
export function nobody({ node, creation }: Peer): Pid {
  return internPid(node, creation, 0, 0);
}

function isPid(value: unknown): value is Pid {
  return value instanceof Pid;
}

function isRef(value: unknown): value is Reference {
  return value instanceof Reference;
}

function isName(value: unknown): value is Atom {
  return typeof value === "symbol";
}

function isAddress(value: unknown): value is Pid | Atom {
  return isPid(value) || isName(value);
}

/** 64 bits, and not 0. */
function isId(value: unknown): value is number | bigint {
  if (!Number.isInteger(value) && typeof value !== "bigint") return false;
  return BigInt(value as number | bigint) === BigInt.asUintN(64, BigInt(value as number | bigint)) && value !== 0;
}

function isFunctionName(value: unknown): value is readonly [Atom, Atom, number] {
  return isTuple(value) && value.length === 3 && isName(value[0]) && isName(value[1]) && typeof value[2] === "number";
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && !isTuple(value);
}
