import { type DecodedAtom, Reader } from "../etf/index.js";

/** How much an unfinished message may cost. */
export interface FragmentLimits {
  /** The longest message, in bytes. */
  longestMessage: number;
  /** Bytes that all unfinished messages together may hold. */
  mostBytes: number;
  /** Unfinished messages at the same time. */
  mostSequences: number;
  /** Milliseconds after which a message that does not go on is given up. */
  longestSilence: number;
  /** The clock, in milliseconds. */
  now(): number;
}

/** What a peer sent cannot be followed: nothing that comes behind it on this connection can be trusted. */
export class DistHeaderError extends Error {
  override readonly name = "DistHeaderError";
}

/** A message of which some fragments have arrived. */
interface Sequence {
  readonly atoms: readonly DecodedAtom[];
  readonly pieces: Uint8Array[];
  size: number;
  /** The number of the fragment that came last: they are counted down to 1. */
  fragment: number;
  heard: number;
}

/**
 * The messages of one peer that travel in pieces: pieces of several of them may alternate, those of
 * one come in order. Memory is taken for bytes that arrived, never for what was announced.
 */
export class Fragments {
  readonly #sequences = new Map<bigint, Sequence>();
  #held = 0;

  constructor(readonly limits: FragmentLimits) {}

  /** @returns the whole message, if the first piece is all of it */
  begin(id: bigint, fragment: number, atoms: readonly DecodedAtom[], piece: Reader): Reader | undefined {
    const { mostSequences } = this.limits;
    if (this.#sequences.has(id)) throw new DistHeaderError(`Cannot begin sequence ${id} again: it is not complete`);
    if (fragment === 1) return new Reader(piece.bytes, piece.offset, piece.end, atoms);
    if (this.#sequences.size >= mostSequences)
      throw new DistHeaderError(`Cannot hold more than ${mostSequences} messages that are not complete`);
    const sequence = { atoms, pieces: [], size: 0, fragment, heard: 0 };
    this.#sequences.set(id, sequence);
    this.#add(sequence, piece);
    return undefined;
  }

  /** @returns the whole message, if this is its last piece */
  goOn(id: bigint, fragment: number, piece: Reader): Reader | undefined {
    const sequence = this.#sequences.get(id);
    if (!sequence) throw new DistHeaderError(`Cannot go on with sequence ${id}: it never began, or was given up`);
    if (fragment !== sequence.fragment - 1)
      throw new DistHeaderError(`Cannot take fragment ${fragment} of sequence ${id} after ${sequence.fragment}`);
    sequence.fragment = fragment;
    this.#add(sequence, piece);
    if (fragment > 1) return undefined;
    this.#forget(id, sequence);
    const { pieces, size, atoms } = sequence;
    return new Reader(Buffer.concat(pieces, size), 0, size, atoms);
  }

  /**
   * Gives up the messages that did not go on for too long.
   *
   * @returns how many there were
   */
  expire(): number {
    const oldest = this.limits.now() - this.limits.longestSilence;
    const expired = [...this.#sequences].filter(([, { heard }]) => heard < oldest);
    for (const [id, sequence] of expired) this.#forget(id, sequence);
    return expired.length;
  }

  #add(sequence: Sequence, piece: Reader): void {
    const { longestMessage, mostBytes, now } = this.limits;
    if (sequence.size + piece.left > longestMessage)
      throw new DistHeaderError(`Cannot take a message of more than ${longestMessage} bytes`);
    if (this.#held + piece.left > mostBytes)
      throw new DistHeaderError(`Cannot hold more than ${mostBytes} bytes of messages that are not complete`);
    this.#held += piece.left;
    sequence.size += piece.left;
    if (piece.left > 0) sequence.pieces.push(kept(piece.bytes.subarray(piece.offset, piece.end)));
    sequence.heard = now();
  }

  #forget(id: bigint, sequence: Sequence): void {
    this.#sequences.delete(id);
    this.#held -= sequence.size;
  }
}

/** The bytes themselves, unless they would keep much more alive than they are: what came in one chunk is one buffer. */
function kept(bytes: Uint8Array): Uint8Array {
  return 2 * bytes.length < bytes.buffer.byteLength ? Uint8Array.from(bytes) : bytes;
}
