import { type Atom, type AtomValue, ExternalFun, Fun, isAtom, messageOf, Pid } from "../term/index.js";
import { writeAtom } from "./atom.js";
import { DecodeError } from "./decode-error.js";
import { writePid } from "./identifiers.js";
import { writeInteger } from "./integer.js";
import { Parts, Pending } from "./parts.js";
import type { Reader } from "./reader.js";
import { Refusal } from "./refusal.js";
import * as Tag from "./tags.js";
import type { Writer } from "./writer.js";

/** How functions travel: implemented where functions are captured and made again. */
export interface FunCodec {
  /** The term that stands for a function. What it throws becomes the refusal of the message. */
  toTerm(fn: (...args: never[]) => unknown): Fun | ExternalFun;
  /** What a decoded function becomes. */
  fromTerm(fun: Fun | ExternalFun): unknown;
}

const WITHOUT: FunCodec = {
  toTerm: (fn) => {
    throw new Refusal(`the function ${fn.name || "without a name"} cannot travel: no code server runs here`);
  },
  fromTerm: (fun) => fun,
};

let codec = WITHOUT;

/** Plugs in how functions travel; without an argument functions are refused again. */
export function setFunCodec(next?: FunCodec): void {
  codec = next ?? WITHOUT;
}

/** Writes a function as the term that stands for it. */
export function writeFunction(writer: Writer, fn: (...args: never[]) => unknown): Parts {
  const term = codec.toTerm(fn);
  return term instanceof Fun ? writeFun(writer, term) : writeExternalFun(writer, term);
}

export function writeFun(writer: Writer, fun: Fun): Parts {
  writer.u8(Tag.NEW_FUN);
  const sizeAt = writer.position;
  writer.u32(0);
  writer.u8(fun.arity);
  writer.write(fun.uniq);
  writer.u32(fun.index);
  writer.u32(fun.free.length);
  writeAtom(writer, fun.module);
  writeInteger(writer, fun.oldIndex);
  writeInteger(writer, fun.oldUniq);
  writePid(writer, fun.pid);
  const finish = () => writer.patchU32(sizeAt, writer.position - sizeAt);
  return new Parts(fun, fun.free, fun.free.length, (_parts, index) => `.free[${index}]`, undefined, finish);
}

export function writeExternalFun(writer: Writer, fun: ExternalFun): Parts {
  writer.u8(Tag.EXPORT);
  return new Parts(
    fun,
    [fun.module, fun.name, fun.arity],
    3,
    (_parts, index) => [".module", ".name", ".arity"][index]!,
  );
}

/** Module, old index, old uniq and pid come before the captured values. */
const FIXED_PARTS = 4;

export function openFun(reader: Reader, parent: Pending | undefined): Pending {
  const at = reader.offset;
  const size = reader.u32();
  const arity = reader.u8();
  const uniq = reader.take(16);
  const index = reader.u32();
  const free = reader.fits(reader.u32(), 1, "captured values of a function");
  const close = (items: unknown[]) => {
    if (reader.offset - at !== size) reader.fail(`a function of ${reader.offset - at} bytes that says ${size}`, at);
    return fromTerm(closeFun(items, arity, uniq, index) ?? reader.fail("a function with a false header", at), at);
  };
  return new Pending(close, [], FIXED_PARTS + free, parent);
}

function closeFun(items: unknown[], arity: number, uniq: Uint8Array, index: number): Fun | undefined {
  const [module, oldIndex, oldUniq, pid, ...free] = items;
  if (!isAtom(module) || !(pid instanceof Pid)) return undefined;
  if (!Number.isSafeInteger(oldIndex) || !Number.isSafeInteger(oldUniq)) return undefined;
  return new Fun(named(module), arity, uniq, index, oldIndex as number, oldUniq as number, pid, free);
}

export function openExternalFun(reader: Reader, parent: Pending | undefined): Pending {
  const at = reader.offset;
  const close = ([module, name, arity]: unknown[]) => {
    if (!isAtom(module) || !isAtom(name) || !isArity(arity)) reader.fail("an exported function with a false name", at);
    return fromTerm(new ExternalFun(named(module), named(name), arity), at);
  };
  return new Pending(close, [], 3, parent);
}

/** A function may be called `true`, so its name is a symbol even where the atom has a word. */
function named(value: AtomValue): Atom {
  return typeof value === "symbol" ? value : Symbol.for(value === null ? "nil" : String(value));
}

function isArity(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 255;
}

function fromTerm(fun: Fun | ExternalFun, at: number): unknown {
  try {
    return codec.fromTerm(fun);
  } catch (error) {
    throw new DecodeError(`a function (${messageOf(error)})`, at, { cause: error });
  }
}
