import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { DistHeaders, FRAGMENT_SIZE, headedFrames } from "../../src/dist/dist-header.js";
import { DistHeaderError, type FragmentLimits } from "../../src/dist/fragments.js";
import { FrameParser } from "../../src/dist/frame.js";
import type { Reader } from "../../src/etf/index.js";

const limits: FragmentLimits = {
  longestMessage: 1000,
  mostBytes: 2000,
  mostSequences: 20,
  longestSilence: 1000,
  now: () => 0,
};

/** A piece of a message; the first one has a header with one atom, whose cache entry it fills. */
function piece(sequence: number, fragment: number, bytes: Iterable<number>, first?: number): Uint8Array {
  const head = Buffer.alloc(16);
  head.writeBigUInt64BE(BigInt(sequence));
  head.writeBigUInt64BE(BigInt(fragment), 8);
  if (first === undefined) return Uint8Array.from([131, 70, ...head, ...bytes]);
  return Uint8Array.from([131, 69, ...head, 1, 8, 0, 1, 97 + first, ...bytes]);
}

/** Cuts a message at these places. */
function cut(sequence: number, message: readonly number[], cuts: readonly number[]): Uint8Array[] {
  const ends = [...cuts.map((at) => at % (message.length + 1)), message.length].toSorted((a, b) => a - b);
  return ends.map((end, i) => {
    const from = ends[i - 1] ?? 0;
    return piece(sequence, ends.length - i, message.slice(from, end), i === 0 ? sequence : undefined);
  });
}

function rest(reader: Reader | undefined): number[] | undefined {
  return reader && [...reader.bytes.subarray(reader.offset, reader.end)];
}

describe("messages in fragments", () => {
  it("come together, whatever their pieces and whatever is in between", () => {
    const message = fc.tuple(fc.array(fc.nat(255), { maxLength: 80 }), fc.array(fc.nat(), { maxLength: 8 }));
    const order = fc.infiniteStream(fc.nat());
    fc.assert(
      fc.property(fc.array(message, { maxLength: 15 }), order, (messages, turns) => {
        const headers = new DistHeaders(limits);
        const queues = messages.map(([bytes, cuts], i) => cut(i, bytes, cuts));
        const whole: [number, number[]][] = [];
        while (queues.some((queue) => queue.length > 0)) {
          const waiting = queues.flatMap((queue, i) => (queue.length > 0 ? [i] : []));
          const next = waiting[turns.next().value % waiting.length]!;
          const reader = headers.read(queues[next]!.shift()!);
          expect(reader === undefined).toBe(queues[next]!.length > 0);
          if (reader) whole.push([next, rest(reader)!]);
          if (reader)
            expect(reader.atoms).toEqual([{ name: String.fromCharCode(97 + next), value: expect.anything() }]);
        }
        expect(whole.toSorted(([a], [b]) => a - b)).toEqual(messages.map(([bytes], i) => [i, bytes]));
      }),
    );
  });

  it("keep the atoms of their header, though the cache has moved on", () => {
    const headers = new DistHeaders(limits);
    headers.read(piece(1, 2, [1], 0));
    headers.read(piece(2, 1, [1], 1));
    expect(headers.read(piece(1, 1, [2]))?.atoms?.map(({ name }) => name)).toEqual(["a"]);
  });

  it("are written in pieces that a reader puts together", () => {
    const sizes = fc.constantFrom(0, 1, FRAGMENT_SIZE - 1, FRAGMENT_SIZE, FRAGMENT_SIZE + 1, 3 * FRAGMENT_SIZE + 7);
    const sequences = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
    fc.assert(
      fc.property(sizes, sequences, (size, sequence) => {
        const message = Uint8Array.from({ length: size }, (_, i) => i % 251);
        const headers = new DistHeaders({ ...limits, longestMessage: size, mostBytes: size });
        const read: (Reader | undefined)[] = [];
        const parser = new FrameParser(FRAGMENT_SIZE + 19);
        for (const bytes of [...headedFrames(sequence, message)].flat())
          parser.push(bytes, (frame) => read.push(headers.read(frame)));
        expect(read).toHaveLength(Math.max(1, Math.ceil(size / FRAGMENT_SIZE)));
        expect(read.slice(0, -1).every((reader) => reader === undefined)).toBe(true);
        expect(Buffer.from(rest(read.at(-1))!).equals(message)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ["a piece of nothing", [piece(1, 1, [])], "Cannot go on with sequence 1: it never began, or was given up"],
    ["a piece too early", [piece(1, 3, [], 0), piece(1, 1, [])], "Cannot take fragment 1 of sequence 1 after 3"],
    ["a piece twice", [piece(1, 3, [], 0), piece(1, 3, [])], "Cannot take fragment 3 of sequence 1 after 3"],
    ["a beginning twice", [piece(1, 3, [], 0), piece(1, 2, [], 0)], "Cannot begin sequence 1 again"],
    ["more after the end", [piece(1, 2, [], 0), piece(1, 1, []), piece(1, 1, [])], "Cannot go on with sequence 1"],
    ["a number beyond counting", [piece(1, 2 ** 32, [], 0)], "the fragment number 4294967296 at offset 10"],
  ])("refuse %s", (_what, frames, message) => {
    const headers = new DistHeaders(limits);
    for (const frame of frames.slice(0, -1)) headers.read(frame);
    const last = () => headers.read(frames.at(-1)!);
    expect(last).toThrow(DistHeaderError);
    expect(last).toThrow(message);
  });

  it("hold a bounded number of bytes", () => {
    const one = new DistHeaders(limits);
    one.read(piece(1, 9, Array(600).fill(0), 0));
    expect(() => one.read(piece(1, 8, Array(401).fill(0)))).toThrow("a message of more than 1000 bytes");
    const many = new DistHeaders(limits);
    for (let i = 0; i < 4; i++) many.read(piece(i, 9, Array(500).fill(0), 0));
    expect(() => many.read(piece(5, 9, [0], 0))).toThrow("Cannot hold more than 2000 bytes");
  });

  it("give their bytes back when they are complete", () => {
    const headers = new DistHeaders(limits);
    for (let i = 0; i < 10; i++) {
      headers.read(piece(1, 2, Array(500).fill(0), 0));
      expect(rest(headers.read(piece(1, 1, Array(500).fill(0))))).toHaveLength(1000);
    }
  });

  it("are bounded in number", () => {
    const headers = new DistHeaders(limits);
    for (let i = 0; i < 20; i++) headers.read(piece(i, 2, [], 0));
    expect(() => headers.read(piece(20, 2, [], 0))).toThrow("Cannot hold more than 20 messages that are not complete");
  });

  it("are given up when they do not go on, and their bytes with them", () => {
    let now = 0;
    const headers = new DistHeaders({ ...limits, now: () => now });
    headers.read(piece(1, 3, Array(900).fill(0), 0));
    headers.read(piece(2, 3, Array(900).fill(0), 0));
    now = 900;
    headers.read(piece(2, 2, [1]));
    now = 1500;
    expect(headers.expire()).toBe(1);
    expect(() => headers.read(piece(1, 2, []))).toThrow("it never began, or was given up");
    headers.read(piece(3, 2, Array(900).fill(0), 0));
    expect(rest(headers.read(piece(2, 1, [2])))).toHaveLength(902);
  });
});
