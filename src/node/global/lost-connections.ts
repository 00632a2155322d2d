import { atom, type Tuple, tuple } from "../../term/index.js";
import type { Here } from "./effect.js";

/** For how long a report is remembered, in milliseconds. */
const MEMORY = 3_600_000;
/** Creations have 32 bits; above them stands a random number, since they come round again. */
const EXTENSION = BigInt(Math.floor(Math.random() * 2 ** 27)) << 32n;

/** A node's report that it lost the connection with another one. */
export interface Report {
  reporter: string;
  life: bigint;
  /** Later reports of one life have greater numbers. */
  number: bigint;
  lost: string;
}

let reports = 0n;

/** A report of this node, never made before. */
export function newReport({ node, creation }: Pick<Here, "node" | "creation">, lost: string): Report {
  return { reporter: node(), life: EXTENSION + BigInt(creation()), number: ++reports, lost };
}

/** `{lost_connection, Reporter, Life, Number, Lost}` */
export function reportTerm({ reporter, life, number, lost }: Report): Tuple {
  return tuple(atom.lost_connection, atom(reporter), life, number, atom(lost));
}

/** The reports that were heard of: each node passes each on once. */
export class LostConnections {
  readonly #heard = new Map<string, { life: bigint; number: bigint; at: number }>();

  /** False for a report that is known already, or older than one that is. */
  isNews({ reporter, lost, life, number }: Report, now: number): boolean {
    for (const [key, { at }] of this.#heard) if (now - at > MEMORY) this.#heard.delete(key);
    const key = `${reporter} ${lost}`;
    const last = this.#heard.get(key);
    if (last && last.life === life && number <= last.number) return false;
    this.#heard.set(key, { life, number, at: now });
    return true;
  }
}
