import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { readSignal, writeSignal } from "../../src/dist/control.js";
import { DistHeaders } from "../../src/dist/dist-header.js";
import { DistHeaderError, type FragmentLimits } from "../../src/dist/fragments.js";
import { FrameParser } from "../../src/dist/frame.js";
import { DecodeError, readTerm, Writer } from "../../src/etf/index.js";
import { atom, internPid, isTuple, Pid, Reference, tuple } from "../../src/term/index.js";

const MEGABYTE = 1 << 20;
const limits: FragmentLimits = {
  longestMessage: MEGABYTE,
  mostBytes: MEGABYTE,
  mostSequences: 10,
  longestSilence: 1000,
  now: () => 0,
};
const peer = { node: "erlp@localhost", creation: 1 };

/** One reference to an atom: an entry of the cache, and its name if the entry is new. */
interface Entry {
  index: number;
  name?: string;
}

function header(entries: readonly Entry[]): number[] {
  if (entries.length === 0) return [131, 68, 0];
  const long = entries.some(({ name }) => Buffer.byteLength(name ?? "") > 255);
  const nibbles = entries.map(({ index, name }) => (index >> 8) | (name === undefined ? 0 : 8));
  nibbles.push(long ? 1 : 0);
  const flags = Array.from({ length: (entries.length >> 1) + 1 }, (_, i) => {
    return nibbles[2 * i]! | ((nibbles[2 * i + 1] ?? 0) << 4);
  });
  const references = entries.flatMap(({ index, name }) => {
    if (name === undefined) return [index & 255];
    const text = Buffer.from(name);
    return [index & 255, ...(long ? [text.length >> 8] : []), text.length & 255, ...text];
  });
  return [131, 68, entries.length, ...flags, ...references];
}

/** A list of the atoms that a header names. */
function listOf(count: number): number[] {
  return [108, 0, 0, 0, count, ...Array.from({ length: count }, (_, i) => [82, i]).flat(), 106];
}

function readAtoms(headers: DistHeaders, entries: readonly Entry[]): unknown {
  return readTerm(headers.read(Uint8Array.from([...header(entries), ...listOf(entries.length)]))!);
}

describe("a distribution header", () => {
  it("names atoms by number, and the cache keeps them for later messages", () => {
    const headers = new DistHeaders(limits);
    expect(readAtoms(headers, [{ index: 3, name: "ok" }])).toEqual([atom.ok]);
    expect(readAtoms(headers, [{ index: 2047, name: "日本" }, { index: 3 }, { index: 0, name: "nil" }])).toEqual([
      atom("日本"),
      atom.ok,
      null,
    ]);
    expect(readAtoms(headers, [{ index: 3, name: "error" }])).toEqual([atom.error]);
    expect(readAtoms(headers, [{ index: 3 }, { index: 2047 }])).toEqual([atom.error, atom("日本")]);
  });

  it("reads every header that a sender with a cache writes", () => {
    const name = fc.string({ unit: "grapheme", maxLength: 60 });
    const frame = fc.array(fc.tuple(fc.nat(2047), name), { minLength: 1, maxLength: 255 });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 6 }), (frames) => {
        const headers = new DistHeaders(limits);
        const sent = new Map<number, string>();
        for (const atoms of frames) {
          const entries = atoms.map(([index, text]) => {
            const known = sent.get(index) === text;
            sent.set(index, text);
            return known ? { index } : { index, name: text };
          });
          expect(readAtoms(headers, entries)).toEqual(atoms.map(([, text]) => atom(text)));
        }
      }),
      { numRuns: 50 },
    );
  });

  it("gives long names two bytes for their length", () => {
    const name = "и".repeat(255);
    expect(
      readAtoms(new DistHeaders(limits), [
        { index: 1, name },
        { index: 2, name: "a" },
      ]),
    ).toEqual([atom(name), atom("a")]);
  });

  it("stands before terms without version bytes, also for the node of a pid", () => {
    const bytes = [104, 3, 97, 2, 106, 88, 82, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 9, 82, 1];
    const entries = [
      { index: 0, name: "b@h" },
      { index: 1, name: "hi" },
    ];
    const reader = new DistHeaders(limits).read(Uint8Array.from([...header(entries), ...bytes]))!;
    expect(readSignal(reader, peer)).toMatchObject({
      type: "message",
      to: internPid("b@h", 9, 5, 0),
      message: atom("hi"),
    });
  });

  it("is written for signals too", () => {
    const writer = new Writer();
    const signal = { type: "message", from: internPid("a@h", 1, 2, 3), to: atom("name"), message: tuple(1) } as const;
    writeSignal(writer, signal, true);
    const reader = new DistHeaders(limits).read(Uint8Array.from([131, 68, 0, ...writer.view()]))!;
    expect(readSignal(reader, peer)).toEqual(signal);
  });

  it.each([
    ["an entry of the cache that nobody filled", [131, 68, 1, 0, 7], "entry 7 of the atom cache, which is empty,"],
    ["an atom that ends too soon", [131, 68, 1, 8, 7, 5, 97], "5 more bytes of 1"],
    ["flags that end too soon", [131, 68, 200, 0], "101 more bytes of 1"],
    ["a name that is not UTF-8", [131, 68, 1, 8, 7, 1, 255], "not valid UTF-8"],
    ["another kind of header", [131, 71, 0], "kind 71"],
    ["nothing at all", [131], "1 more bytes of 0"],
    ["a fragment with the number 0", [131, 69, ...Array(16).fill(0), 0], "fragment number 0"],
  ])("refuses %s", (_what, bytes, message) => {
    const read = () => new DistHeaders(limits).read(Uint8Array.from(bytes));
    expect(read).toThrow(DistHeaderError);
    expect(read).toThrow(message);
  });

  it("says which atom is missing when terms name one that the header lacks", () => {
    const reader = new DistHeaders(limits).read(Uint8Array.of(131, 68, 0, 82, 4))!;
    expect(() => readTerm(reader)).toThrow("Cannot decode atom 4 of a header that has 0 at offset 4");
  });

  it("answers any bytes with a term or a clear error", () => {
    const frame = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.tuple(fc.constantFrom(68, 69, 70), fc.uint8Array({ maxLength: 60 })).map(([k, b]) => Uint8Array.of(k, ...b)),
    );
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 10 }), (frames) => {
        const headers = new DistHeaders(limits);
        for (const bytes of frames) {
          try {
            const reader = headers.read(Uint8Array.of(131, ...bytes));
            if (reader) readTerm(reader);
          } catch (error) {
            if (!(error instanceof DistHeaderError) && !(error instanceof DecodeError)) throw error;
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("what a node of Erlang/OTP 25 sent", () => {
  const bytes = gunzipSync(readFileSync(new URL("golden/headed-frames.bin.gz", import.meta.url)));
  const frames: Uint8Array[] = [];
  new FrameParser(MEGABYTE).push(bytes, (frame) => void (frame.length > 0 && frames.push(frame)));
  const headers = new DistHeaders(limits);
  const messages = frames.flatMap((frame): unknown[] => {
    const reader = headers.read(frame);
    const signal = reader && readSignal(reader, peer);
    return signal?.type === "message" ? [signal.message] : [];
  });
  const atoms = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => atom(`a${from + i}`));

  it("holds all three kinds of header", () => {
    const kinds = frames.map((frame) => frame[1]);
    expect([68, 69, 70].map((kind) => kinds.filter((other) => other === kind).length)).toEqual([37, 3, 6]);
  });

  it("is understood: short and long atoms, pids, references and maps", () => {
    expect(messages[0]).toBe(atom("hello"));
    expect(messages[1]).toEqual([
      ...["hello", "ok", "error", "é", "日本", "x".repeat(255), "и".repeat(200)].map((name) => atom(name)),
      true,
      undefined,
    ]);
    const [pid, hello, map, reference] = messages[2] as [Pid, ...unknown[]];
    expect([pid instanceof Pid, pid.node, hello, map]).toEqual([
      true,
      "erlp@localhost",
      atom("hello"),
      { ok: 1, error: 2 },
    ]);
    expect(reference).toBeInstanceOf(Reference);
  });

  it("is understood: more atoms than a header, and the cache, have room for", () => {
    expect(messages[3]).toEqual(atoms(1, 600));
    for (let i = 1; i <= 30; i++) expect(messages[3 + i]).toEqual(atoms(i * 100, i * 100 + 99));
    const names = ["hello", "é", "a1", "a3000", "a350", "日本"];
    expect(messages.at(-2)).toEqual(
      tuple(
        atom("still"),
        names.map((name) => atom(name)),
      ),
    );
    expect(messages.at(-1)).toBe(atom("done"));
  });

  it("is understood: three large messages in pieces, and one between them", () => {
    const big = messages.filter((message) => isTuple(message) && message[0] === atom("big"));
    expect(big).toEqual(
      [1, 2, 3].map((i) =>
        tuple(
          atom("big"),
          i,
          String.fromCharCode(i).repeat(150000),
          [atom("hello"), atom.ok, atom(`big${i}`)],
          Array(20000).fill(atom.ok),
        ),
      ),
    );
    expect(messages).toContainEqual(tuple(atom("between"), atom("hello")));
  });
});
