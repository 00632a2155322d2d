import { Interned } from "./interned.js";
import { localOrigin, type Origin, origin, originOfIndex } from "./origin.js";

/**
 * A value that is unique in the cluster: names a monitor, a call, a timer, an alias. References
 * are interned: `===` compares them.
 */
export class Reference {
  /** @internal True once its words lead back to it. */
  isRemembered = false;

  /** @internal made by {@link makeRef} and {@link internReference} only */
  constructor(
    readonly origin: Origin,
    /** 32-bit words, least significant first, up to five. */
    readonly ids: readonly number[],
  ) {}

  /** The name of the node that made the reference. */
  get node(): string {
    return this.origin.node;
  }

  get creation(): number {
    return this.origin.creation;
  }

  toString(): string {
    rememberReference(this);
    return `#Reference<${[this.origin.index, ...this.ids.toReversed()].join(".")}>`;
  }
}

const WORD = 0x1_0000_0000;
/** The first word of a reference holds 18 bits, for the sake of old readers. */
const FIRST_WORD = 0x4_0000;
/** Always of ten digits, so that two runs of a session print lines of the same length. */
const randomWord = (): number => 1_000_000_000 + Math.floor(Math.random() * (WORD - 1_000_000_000));
const boot = randomWord();
let low = 0;
let high = randomWord();

const tables = new Map<Origin, Interned<string, Reference>>();

/** Makes a reference that no other call on any node returns (`Kernel.make_ref/0`). */
export function makeRef(): Reference {
  if (++low === FIRST_WORD) {
    low = 0;
    high = (high + 1) % WORD;
  }
  return new Reference(localOrigin, [low, high, boot]);
}

/** The reference with these words: the one that is held already, else a new one. */
export function internReference(node: string, creation: number, ids: readonly number[]): Reference {
  return remembered(new Reference(origin(node, creation), ids));
}

/**
 * The reference that prints with these numbers, in the newest life of its node that was heard of;
 * `undefined` when no node prints under that index.
 *
 * @param words as they are printed, the most significant first
 */
export function referenceOfNumbers(index: number, words: readonly number[]): Reference | undefined {
  const from = originOfIndex(index);
  return from && remembered(new Reference(from, words.toReversed()));
}

/** Enters a reference into the interning table, so that its words lead back to this object. */
export function rememberReference(reference: Reference): Reference {
  return reference.isRemembered ? reference : remembered(reference);
}

function remembered(reference: Reference): Reference {
  const at = reference.ids.join();
  const entries = table(reference.origin);
  const found = entries.get(at);
  if (found) return found;
  reference.isRemembered = true;
  return entries.set(at, reference);
}

function table(of: Origin): Interned<string, Reference> {
  let found = tables.get(of);
  if (!found) tables.set(of, (found = new Interned()));
  return found;
}
