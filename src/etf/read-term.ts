import { readAtom } from "./atom.js";
import { readBinary, readBitString } from "./binary.js";
import { readFloat, readOldFloat } from "./float.js";
import { openExternalFun, openFun } from "./fun.js";
import { readPid, readPort, readReference } from "./identifiers.js";
import { readBig } from "./integer.js";
import { openList, readString } from "./list.js";
import { openMap } from "./map.js";
import { Pending } from "./parts.js";
import type { Reader } from "./reader.js";
import * as Tag from "./tags.js";
import { openTuple } from "./tuple.js";

/**
 * Reads the term that begins at the reader's offset, without a version byte, and moves the offset
 * behind it. Terms of any depth are read without recursion; nothing is allocated for a length that
 * the input does not hold.
 *
 * @throws DecodeError when the bytes are not a term
 */
export function readTerm(reader: Reader): unknown {
  let pending: Pending | undefined;
  for (;;) {
    let value = read(reader, pending);
    if (value instanceof Pending) {
      pending = value;
      if (pending.left > 0) continue;
      value = pending.close(pending.items);
      pending = pending.parent;
    }
    while (pending !== undefined) {
      pending.items.push(value);
      if (--pending.left > 0) break;
      value = pending.close(pending.items);
      pending = pending.parent;
    }
    if (pending === undefined) return value;
  }
}

/** A term without parts, or one whose parts follow. */
function read(reader: Reader, parent: Pending | undefined): unknown {
  const tag = reader.u8();
  switch (tag) {
    case Tag.SMALL_ATOM_UTF8:
    case Tag.ATOM_UTF8:
    case Tag.ATOM:
    case Tag.SMALL_ATOM:
    case Tag.ATOM_CACHE_REF:
      return readAtom(reader, tag);
    case Tag.SMALL_INTEGER:
      return reader.u8();
    case Tag.INTEGER:
      return reader.i32();
    case Tag.BINARY:
      return readBinary(reader);
    case Tag.NIL:
      return [];
    case Tag.SMALL_TUPLE:
      return openTuple(reader, reader.u8(), parent);
    case Tag.LARGE_TUPLE:
      return openTuple(reader, reader.u32(), parent);
    case Tag.LIST:
      return openList(reader, parent);
    case Tag.MAP:
      return openMap(reader, parent);
    case Tag.NEW_FUN:
      return openFun(reader, parent);
    case Tag.EXPORT:
      return openExternalFun(reader, parent);
    default:
      return readRare(reader, tag);
  }
}

function readRare(reader: Reader, tag: number): unknown {
  switch (tag) {
    case Tag.STRING:
      return readString(reader);
    case Tag.NEW_PID:
    case Tag.PID:
      return readPid(reader, tag);
    case Tag.NEWER_REFERENCE:
    case Tag.NEW_REFERENCE:
    case Tag.REFERENCE:
      return readReference(reader, tag);
    case Tag.NEW_PORT:
    case Tag.V4_PORT:
    case Tag.PORT:
      return readPort(reader, tag);
    case Tag.NEW_FLOAT:
      return readFloat(reader);
    case Tag.FLOAT:
      return readOldFloat(reader);
    case Tag.SMALL_BIG:
      return readBig(reader, reader.u8());
    case Tag.LARGE_BIG:
      return readBig(reader, reader.u32());
    case Tag.BIT_BINARY:
      return readBitString(reader);
    default:
      return reader.fail(UNREADABLE.get(tag) ?? `a term: tag ${tag} means none`, reader.offset - 1);
  }
}

const UNREADABLE = new Map([
  [Tag.FUN, "a function of an Erlang older than R8 (tag 117)"],
  [Tag.LOCAL, "a term that only the node that made it can read (tag 121)"],
]);
