import { describe, expect, it } from "@jest/globals";
import { DecodeError, decode, Reader, readAtomEntry, readTerm } from "../../src/etf/index.js";
import { atom, internPid } from "../../src/term/index.js";

const atoms = ["ok", "a@b", "true"].map((name) => {
  return readAtomEntry(new Reader(Uint8Array.of(name.length, ...Buffer.from(name))), false);
});

/** Reads a term whose atoms are numbers of the table. */
function read(...bytes: number[]): unknown {
  return readTerm(new Reader(Uint8Array.from(bytes), 0, bytes.length, atoms));
}

describe("a term behind a table of atoms", () => {
  it("names atoms by number, also as keys of maps and as nodes", () => {
    expect(read(82, 0)).toBe(atom.ok);
    expect(read(82, 2)).toBe(true);
    expect(read(116, 0, 0, 0, 1, 82, 0, 82, 2)).toEqual({ ok: true });
    expect(read(88, 82, 1, 0, 0, 0, 5, 0, 0, 0, 6, 0, 0, 0, 7)).toBe(internPid("a@b", 7, 5, 6));
  });

  it("may hold atoms by name too", () => {
    expect(read(108, 0, 0, 0, 2, 119, 1, 97, 82, 0, 106)).toEqual([atom("a"), atom.ok]);
  });

  it("is refused where the table has no such number", () => {
    expect(() => read(82, 3)).toThrow(DecodeError);
    expect(() => read(82, 3)).toThrow("Cannot decode atom 3 of a header that has 3 at offset 1");
    expect(() => read(88, 82, 9, 0, 0, 0, 5, 0, 0, 0, 6, 0, 0, 0, 7)).toThrow("atom 9");
    expect(() => read(82)).toThrow("1 more bytes of 0");
  });
});

describe("a term without a table of atoms", () => {
  it("is refused when it names an atom by number", () => {
    expect(() => decode(Uint8Array.of(131, 82, 0))).toThrow(
      "an atom of a cache outside a distribution header (tag 82)",
    );
  });
});
