import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { DecodeError, decode, encode, Reader, readTerm, Writer, writeTerm } from "../../src/etf/index.js";
import {
  atom,
  BitString,
  ExternalFun,
  Float,
  Fun,
  ImproperList,
  internPid,
  internPort,
  internReference,
  tupleFrom,
} from "../../src/term/index.js";
import { TermMap } from "../../src/term/term-map.js";

const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const name = fc.string({ unit: "grapheme", maxLength: 20 });
const pid = fc.tuple(u32, u32, fc.integer({ min: 0, max: 0xffff })).map(([c, id, s]) => internPid("p@h", c, id, s));
const invalidUtf8 = fc.uint8Array({ maxLength: 80 }).map((bytes) => Uint8Array.of(255, ...bytes));
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer(),
  fc.integer({ min: -300, max: 300 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => (Number.isInteger(x) ? new Float(x) : x)),
);
const leaf: fc.Arbitrary<unknown> = fc.oneof(
  name.map((text) => atom(text)),
  fc.constantFrom(true, false, null, undefined),
  number,
  fc.bigInt({ min: 1n << 53n, max: 1n << 3000n }),
  fc.bigInt({ min: -(1n << 3000n), max: -(1n << 53n) }),
  fc.string({ unit: "grapheme", maxLength: 100 }),
  invalidUtf8,
  pid,
  fc.array(u32, { minLength: 1, maxLength: 5 }).map((ids) => internReference("p@h", 1, ids)),
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map((id) => internPort("p@h", 1, id)),
  fc.integer({ min: 1, max: 7 }).map((bits) => new BitString(Uint8Array.of(1, 0x80), bits)),
  fc.tuple(name, name, fc.nat(255)).map(([m, f, a]) => new ExternalFun(Symbol.for(m), Symbol.for(f), a)),
  fc.date({ noInvalidDate: true, min: new Date("-005000-01-01"), max: new Date("9999-12-31") }),
  fc.constantFrom(/a/, /(?<x>a)\u{61}+/gu, /(?:)/),
);
const term: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  term: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.array(tie("term"), { maxLength: 5 }),
    fc.array(fc.nat(255)),
    fc.array(tie("term"), { maxLength: 5 }).map(tupleFrom),
    fc.dictionary(name, tie("term"), { maxKeys: 5 }).map((object) => ({ ...object })),
    fc
      .array(fc.tuple(tie("term"), tie("term")), { maxLength: 4 })
      .map((entries) => new TermMap([["k", 1], ...entries])),
    fc.array(name, { maxLength: 4 }).map((elements) => new Set(elements)),
    fc
      .tuple(fc.array(tie("term"), { minLength: 1, maxLength: 3 }), pid)
      .map(([items, to]) => new ImproperList(items, to)),
    fc
      .tuple(fc.array(tie("term"), { maxLength: 3 }), pid, u32)
      .map(([free, of, n]) => new Fun(atom("m"), 1, new Uint8Array(16).fill(n), n, 0, n, of, free)),
  ),
})).term;

describe("any term", () => {
  it("comes back as it was", () => {
    fc.assert(
      fc.property(term, (value) => expect(decode(encode(value))).toEqual(value)),
      { numRuns: 400 },
    );
  });

  it("gives the same bytes when what came back is encoded", () => {
    fc.assert(
      fc.property(term, (value) => {
        const bytes = encode(value);
        expect(encode(decode(bytes))).toEqual(bytes);
      }),
      { numRuns: 300 },
    );
  });
});

/** The value of the bytes, or that they are refused as they should be. */
function attempt(bytes: Uint8Array): void {
  try {
    decode(bytes);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    expect(error.offset).toBeGreaterThanOrEqual(0);
    expect(error.offset).toBeLessThanOrEqual(bytes.length);
    expect(error.message).toMatch(/^Cannot decode .+ at offset \d+$/s);
  }
}

describe("bytes of a stranger", () => {
  it("are refused wherever they are cut off", () => {
    fc.assert(
      fc.property(term, (value) => {
        const bytes = encode(value);
        for (let length = 0; length < Math.min(bytes.length, 300); length++)
          expect(() => decode(bytes.subarray(0, length))).toThrow(DecodeError);
      }),
      { numRuns: 60 },
    );
  });

  it("are a value or refused, whatever changes in them", () => {
    const change = fc.tuple(fc.nat(), fc.nat(255));
    fc.assert(
      fc.property(term, fc.array(change, { minLength: 1, maxLength: 4 }), (value, changes) => {
        const bytes = encode(value);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        attempt(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it("are a value or refused when they are noise", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => attempt(Uint8Array.of(131, ...noise))),
      {
        numRuns: 2000,
      },
    );
  });

  it.each([105, 108, 109, 111, 116])("are refused before 4 GB are allocated for tag %d", (tag) => {
    expect(() => decode(Uint8Array.of(131, tag, 255, 255, 255, 255, 0, 106))).toThrow(
      /which do not fit into the \d bytes left, at offset/,
    );
  });

  it("are refused when they claim to inflate to 4 GB", () => {
    expect(() => decode(Uint8Array.of(131, 80, 255, 255, 255, 255, 120, 156))).toThrow(DecodeError);
  });

  it.each([
    [[130, 106], "Cannot decode a term that begins with 130 instead of 131 at offset 0"],
    [[131], "Cannot decode 1 more bytes of 0 at offset 1"],
    [[131, 106, 1], "Cannot decode 1 bytes that follow the term at offset 2"],
    [[131, 82, 0], "Cannot decode an atom of a cache outside a distribution header (tag 82) at offset 1"],
    [[131, 121, 0], "Cannot decode a term that only the node that made it can read (tag 121) at offset 1"],
    [[131, 1], "Cannot decode a term: tag 1 means none at offset 1"],
    [[131, 70, 127, 248, 0, 0, 0, 0, 0, 0], "Cannot decode the float NaN at offset 2"],
    [[131, 119, 1, 255], "Cannot decode an atom whose name is not valid UTF-8 at offset 3"],
  ])("are refused with what is wrong and where: %j", (bytes, message) => {
    expect(() => decode(Uint8Array.from(bytes))).toThrow(message);
  });

  it("may hold a million elements, or lists as tails of lists", () => {
    const long = Array.from({ length: 1_000_000 }, (_, i) => i % 1000);
    expect((decode(encode(long)) as unknown[]).length).toBe(1_000_000);
    const tails = [131];
    for (let i = 0; i < 50_000; i++) tails.push(108, 0, 0, 0, 1, 97, 1);
    expect((decode(Uint8Array.from([...tails, 106])) as unknown[]).length).toBe(50_000);
  });
});

describe("a writer and a reader", () => {
  it("carry many terms in one slab, without what was truncated", () => {
    const writer = new Writer(4);
    writer.u16(0xabcd);
    writeTerm(writer, ["a", 1]);
    const kept = writer.position;
    expect(() => writeTerm(writer, ["b", NaN])).toThrow(TypeError);
    writer.truncate(kept);
    writeTerm(writer, atom("end"));
    const reader = new Reader(writer.take());
    expect([reader.u16(), readTerm(reader), readTerm(reader), reader.left]).toEqual([0xabcd, ["a", 1], atom("end"), 0]);
  });

  it("keeps what was taken while it writes on", () => {
    const writer = new Writer();
    writer.u32(0xffff_fffe);
    const taken = writer.take();
    writer.u32(0);
    expect(taken).toEqual(Buffer.from([255, 255, 255, 254]));
    expect(writer.view()).toHaveLength(4);
    writer.reset();
    expect(writer.position).toBe(0);
  });
});
