import { isUtf8 } from "node:buffer";
import { type AtomValue, atom, atomName } from "../term/index.js";
import type { DecodedAtom, Reader } from "./reader.js";
import { Refusal } from "./refusal.js";
import * as Tag from "./tags.js";
import type { Writer } from "./writer.js";

const MAX_CHARACTERS = 255;
/** Cached atoms; beyond it the cache begins anew, for names can be data of a stranger. */
const CACHED = 4096;
const written = new Map<string, Uint8Array>();
const names = new Map<symbol, string>();

/** @throws Refusal for a symbol that is not registered, and for a name that is too long */
export function writeAtom(writer: Writer, value: AtomValue): void {
  writeAtomName(writer, typeof value === "symbol" ? symbolName(value) : atomName(value));
}

function symbolName(symbol: symbol): string {
  const known = names.get(symbol);
  if (known !== undefined) return known;
  const name = Symbol.keyFor(symbol);
  if (name === undefined) throw new Refusal(`${String(symbol)} is not an atom: use Symbol.for() or atom()`);
  return remember(names, symbol, name);
}

/** Writes the atom of that name. */
export function writeAtomName(writer: Writer, name: string): void {
  writer.write(written.get(name) ?? remember(written, name, encodeName(name)));
}

function remember<Key, Value>(cache: Map<Key, Value>, key: Key, value: Value): Value {
  if (cache.size >= CACHED) cache.clear();
  cache.set(key, value);
  return value;
}

function encodeName(name: string): Uint8Array {
  const characters = name.length > MAX_CHARACTERS ? [...name].length : name.length;
  if (characters > MAX_CHARACTERS)
    throw new Refusal(`an atom of ${characters} characters is too long: ${MAX_CHARACTERS} is the most`);
  if (!isWellFormed(name)) throw new Refusal(`the atom ${JSON.stringify(name)} has half a surrogate pair`);
  const text = Buffer.from(name);
  return text.length < 256
    ? Buffer.from([Tag.SMALL_ATOM_UTF8, text.length, ...text])
    : Buffer.from([Tag.ATOM_UTF8, text.length >> 8, text.length & 255, ...text]);
}

/** Whether a text has no half of a surrogate pair, which UTF-8 cannot write. */
export function isWellFormed(text: string): boolean {
  return (text as string & { isWellFormed(): boolean }).isWellFormed();
}

/** The name of an atom that was decoded. */
export function decodedName(value: AtomValue): string {
  return typeof value === "symbol" ? symbolName(value) : atomName(value);
}

/** An atom whose tag was read. */
export function readAtom(reader: Reader, tag: number): AtomValue {
  const slot = readSlot(reader, tag);
  return slot.value;
}

/** An atom with its tag, as text: the name of a node, a module. */
export function readAtomName(reader: Reader, what: string): string {
  const at = reader.offset;
  const tag = reader.u8();
  if (!isAtomTag(tag)) reader.fail(`${what}: an atom is needed, tag ${tag} found`, at);
  return readSlot(reader, tag).name;
}

function isAtomTag(tag: number): boolean {
  if (tag === Tag.SMALL_ATOM_UTF8 || tag === Tag.ATOM_UTF8 || tag === Tag.ATOM_CACHE_REF) return true;
  return tag === Tag.ATOM || tag === Tag.SMALL_ATOM;
}

/** An atom as an entry of a cache: its length, in two bytes if `long`, and its name in UTF-8. */
export function readAtomEntry(reader: Reader, long: boolean): DecodedAtom {
  return readSlot(reader, long ? Tag.ATOM_UTF8 : Tag.SMALL_ATOM_UTF8);
}

/** An atom that the terms of a message name by its number in the distribution header. */
function readCached(reader: Reader): DecodedAtom {
  const at = reader.offset;
  if (!reader.atoms) return reader.fail("an atom of a cache outside a distribution header (tag 82)", at - 1);
  const index = reader.u8();
  return reader.atoms[index] ?? reader.fail(`atom ${index} of a header that has ${reader.atoms.length}`, at);
}

const SLOTS = 2048;
const SHORT = 48;
/** Atoms of ASCII by a hash of their bytes; a newcomer takes the place of another, so this never grows. */
const slots = new Array<DecodedAtom | undefined>(SLOTS).fill(undefined);

function readSlot(reader: Reader, tag: number): DecodedAtom {
  if (tag === Tag.ATOM_CACHE_REF) return readCached(reader);
  const length = tag === Tag.SMALL_ATOM_UTF8 || tag === Tag.SMALL_ATOM ? reader.u8() : reader.u16();
  reader.need(length);
  const from = reader.offset;
  reader.offset += length;
  if (length > SHORT) return decodeName(reader, tag, from, length);
  const { bytes } = reader;
  let hash = length;
  for (let i = 0; i < length; i++) hash = (hash * 31 + bytes[from + i]!) | 0;
  const index = (hash ^ (hash >>> 15)) & (SLOTS - 1);
  const slot = slots[index];
  if (slot !== undefined && isNamed(slot.name, bytes, from, length)) return slot;
  const made = decodeName(reader, tag, from, length);
  if (made.name.length === length && isAscii(bytes, from, length)) slots[index] = made;
  return made;
}

function isNamed(name: string, bytes: Uint8Array, from: number, length: number): boolean {
  if (name.length !== length) return false;
  for (let i = 0; i < length; i++) if (name.charCodeAt(i) !== bytes[from + i]) return false;
  return true;
}

function isAscii(bytes: Uint8Array, from: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[from + i]! > 127) return false;
  return true;
}

function decodeName(reader: Reader, tag: number, from: number, length: number): DecodedAtom {
  const { bytes } = reader;
  const utf8 = tag === Tag.SMALL_ATOM_UTF8 || tag === Tag.ATOM_UTF8;
  if (utf8 && !isUtf8(bytes.subarray(from, from + length))) reader.fail("an atom whose name is not valid UTF-8", from);
  const name = utf8 ? bytes.utf8Slice(from, from + length) : bytes.latin1Slice(from, from + length);
  if (name.length > MAX_CHARACTERS && [...name].length > MAX_CHARACTERS)
    reader.fail(`an atom of more than ${MAX_CHARACTERS} characters`, from);
  return { name, value: atom(name) };
}
