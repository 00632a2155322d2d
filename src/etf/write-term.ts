import { types } from "node:util";
import { BitString, ExternalFun, Float, Fun, ImproperList, Pid, Port, Reference, Tuple } from "../term/index.js";
import { TermMap } from "../term/term-map.js";
import { writeAtom, writeAtomName } from "./atom.js";
import { writeBitString, writeBytes, writeString } from "./binary.js";
import { writeDate } from "./date.js";
import { writeError } from "./error.js";
import { writeFloat } from "./float.js";
import { writeExternalFun, writeFun, writeFunction } from "./fun.js";
import { writePid, writePort, writeReference } from "./identifiers.js";
import { writeBigint, writeInteger } from "./integer.js";
import { writeImproperList, writeList } from "./list.js";
import { writeMap, writeObject } from "./map.js";
import type { Parts } from "./parts.js";
import { Refusal, refused } from "./refusal.js";
import { writeRegExp } from "./regexp.js";
import { writeSet } from "./set.js";
import { writeTuple } from "./tuple.js";
import { unsendable } from "./unsendable.js";
import type { Writer } from "./writer.js";

/**
 * Appends a term to a writer, without the version byte. Values of any depth are written without
 * recursion. When it throws, half a term is on the writer: the caller truncates.
 *
 * @param root what the term is called in error messages
 * @throws TypeError for a value that cannot travel; the message names its place, as `message[1].socket`
 */
export function writeTerm(writer: Writer, term: unknown, root = "message"): void {
  let parts: Parts | undefined;
  try {
    parts = write(writer, term);
    let depth = 1;
    while (parts !== undefined) {
      const inner = writeParts(writer, parts);
      if (inner === undefined) {
        parts.finish?.(writer);
        parts = parts.parent;
        depth--;
      } else {
        inner.parent = parts;
        parts = inner;
        if (isMilestone(++depth)) refuseCycle(parts, root);
      }
    }
  } catch (error) {
    throw refused(root, path(error instanceof Cycle ? error.parts : parts), error);
  }
}

/** Writes parts up to the end, or to one that has parts of its own. */
function writeParts(writer: Writer, parts: Parts): Parts | undefined {
  const { items, count, names } = parts;
  while (parts.at < count) {
    const index = parts.at++;
    const item = items[index];
    if (item === undefined && !(index in items)) throw new Refusal("the array has a hole there; use undefined");
    if (names !== undefined) writeAtomName(writer, names[index]!);
    const inner = write(writer, item);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** The steps from the root to the part that is being written. */
function path(parts: Parts | undefined): string[] {
  const steps: string[] = [];
  for (let at = parts; at !== undefined; at = at.parent) steps.push(at.step(at, at.at - 1));
  return steps.reverse();
}

/** Whether to look for a cycle: at 16, 32, 64, … levels, which costs little per level and finds every one. */
function isMilestone(depth: number): boolean {
  return depth >= 16 && (depth & (depth - 1)) === 0;
}

/** @throws Cycle when a value on the way to the innermost parts contains itself */
function refuseCycle(innermost: Parts, root: string): void {
  const chain: Parts[] = [];
  for (let at: Parts | undefined = innermost; at !== undefined; at = at.parent) chain.push(at);
  const seen = new Map<object, Parts>();
  for (const at of chain.reverse()) {
    const outer = seen.get(at.whole);
    if (outer !== undefined) throw new Cycle(at.parent!, root + path(outer.parent).join(""));
    seen.set(at.whole, at);
  }
}

class Cycle extends Refusal {
  constructor(
    readonly parts: Parts,
    outer: string,
  ) {
    super(`it is ${outer} again, and a message cannot contain itself`);
  }
}

function write(writer: Writer, value: unknown): Parts | undefined {
  switch (typeof value) {
    case "string":
      writeString(writer, value);
      return undefined;
    case "number":
      writeNumber(writer, value);
      return undefined;
    case "symbol":
    case "boolean":
    case "undefined":
      writeAtom(writer, value);
      return undefined;
    case "bigint":
      writeBigint(writer, value);
      return undefined;
    case "function":
      return writeFunction(writer, value as (...args: never[]) => unknown);
    default:
      return value === null ? writeNil(writer) : writeInstance(writer, value as object);
  }
}

/** An integer where it is one that is safe; negative zero is a float, for no integer has a sign then. */
function writeNumber(writer: Writer, value: number): void {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) writeInteger(writer, value);
  else writeFloat(writer, value);
}

function writeNil(writer: Writer): undefined {
  writeAtomName(writer, "nil");
}

/** Gives the parts that follow, if there are any. */
type Write = (writer: Writer, value: never) => unknown;

/** How the instances of each class are written. */
const writers = new Map<unknown, Write>([
  [Object.prototype, writeObject],
  [null, writeObject],
  [Array.prototype, writeList],
  [Tuple.prototype, writeTuple],
  [Pid.prototype, writePid],
  [Reference.prototype, writeReference],
  [Port.prototype, writePort],
  [Float.prototype, (writer, { value }: Float) => writeFloat(writer, value)],
  [Uint8Array.prototype, writeBytes],
  [Buffer.prototype, writeBytes],
  [BitString.prototype, writeBitString],
  [ImproperList.prototype, writeImproperList],
  [Fun.prototype, writeFun],
  [ExternalFun.prototype, writeExternalFun],
  [TermMap.prototype, writeMap],
  [Map.prototype, writeMap],
  [Set.prototype, writeSet],
  [Date.prototype, writeDate],
  [RegExp.prototype, writeRegExp],
]);

function writeInstance(writer: Writer, value: object): Parts | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  const known = writers.get(prototype) ?? writerOf(value, prototype as object);
  return known(writer, value as never) as Parts | undefined;
}

/** Values of another realm (a vm context) have other prototypes; errors and bytes may have subclasses. */
function writerOf(value: object, prototype: object): Write {
  if (types.isNativeError(value) || value instanceof Error) return writeError;
  if (types.isUint8Array(value)) return writeBytes;
  const above: unknown = Object.getPrototypeOf(prototype);
  if (above === null && Object.hasOwn(prototype, "isPrototypeOf")) return writeObject;
  if (above !== null && Object.getPrototypeOf(above) === null) {
    if (Array.isArray(value) && Array.isArray(prototype)) return writeList;
    if (types.isMap(value)) return writeMap;
    if (types.isSet(value)) return writeSet;
    if (types.isDate(value)) return writeDate;
    if (types.isRegExp(value)) return writeRegExp;
  }
  throw new Refusal(unsendable(value));
}
