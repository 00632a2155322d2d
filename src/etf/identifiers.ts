import {
  internPid,
  internPort,
  internReference,
  type Pid,
  type Port,
  type Reference,
  rememberPid,
  rememberReference,
} from "../term/index.js";
import { readAtomName, writeAtomName } from "./atom.js";
import type { Reader } from "./reader.js";
import * as Tag from "./tags.js";
import type { Writer } from "./writer.js";

const MOST_WORDS = 5;
/** Ports below this have 28 bits, as they had before OTP 24. */
const V4_PORTS = 1n << 28n;

/** Writes a pid. One of this node is remembered, so that its numbers lead back to it when they return. */
export function writePid(writer: Writer, pid: Pid): void {
  if (pid.isLocal) rememberPid(pid);
  writer.u8(Tag.NEW_PID);
  writeAtomName(writer, pid.node);
  writer.u32(pid.id);
  writer.u32(pid.serial);
  writer.u32(pid.creation);
}

export function readPid(reader: Reader, tag: number): Pid {
  const node = readAtomName(reader, "the node of a pid");
  const id = reader.u32();
  const serial = reader.u32();
  return internPid(node, tag === Tag.NEW_PID ? reader.u32() : reader.u8(), id, serial);
}

export function writeReference(writer: Writer, reference: Reference): void {
  rememberReference(reference);
  const { ids } = reference;
  writer.u8(Tag.NEWER_REFERENCE);
  writer.u16(ids.length);
  writeAtomName(writer, reference.node);
  writer.u32(reference.creation);
  for (let i = 0; i < ids.length; i++) writer.u32(ids[i]!);
}

export function readReference(reader: Reader, tag: number): Reference {
  if (tag === Tag.REFERENCE) return readOldReference(reader);
  const at = reader.offset;
  const count = reader.u16();
  if (count < 1 || count > MOST_WORDS) reader.fail(`a reference of ${count} words`, at);
  const node = readAtomName(reader, "the node of a reference");
  const creation = tag === Tag.NEWER_REFERENCE ? reader.u32() : reader.u8();
  const ids: number[] = [];
  for (let i = 0; i < count; i++) ids.push(reader.u32());
  return internReference(node, creation, ids);
}

function readOldReference(reader: Reader): Reference {
  const node = readAtomName(reader, "the node of a reference");
  const id = reader.u32();
  return internReference(node, reader.u8(), [id]);
}

export function writePort(writer: Writer, port: Port): void {
  const long = port.id >= V4_PORTS;
  writer.u8(long ? Tag.V4_PORT : Tag.NEW_PORT);
  writeAtomName(writer, port.node);
  if (long) writer.u32(Number(port.id >> 32n));
  writer.u32(Number(port.id & 0xffff_ffffn));
  writer.u32(port.creation);
}

export function readPort(reader: Reader, tag: number): Port {
  const node = readAtomName(reader, "the node of a port");
  const high = tag === Tag.V4_PORT ? reader.u32() : 0;
  const id = (BigInt(high) << 32n) | BigInt(reader.u32());
  return internPort(node, tag === Tag.PORT ? reader.u8() : reader.u32(), id);
}
