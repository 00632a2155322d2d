import vm from "node:vm";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { dropUnfinished, FrameParser, FrameTooLong, TICK, writeFrame } from "../../src/dist/frame.js";
import { Writer } from "../../src/etf/index.js";

/** The slow twin: joins everything, then cuts. */
function cutSlowly(chunks: Uint8Array[]): number[][] {
  let bytes = chunks.flatMap((chunk) => [...chunk]);
  const frames: number[][] = [];
  while (bytes.length >= 4) {
    const length = Buffer.from(bytes).readUInt32BE();
    if (bytes.length < 4 + length) break;
    frames.push(bytes.slice(4, 4 + length));
    bytes = bytes.slice(4 + length);
  }
  return frames;
}

function cut(chunks: Uint8Array[], longest = 1000): number[][] {
  const parser = new FrameParser(longest);
  const frames: number[][] = [];
  for (const chunk of chunks) parser.push(chunk, (frame) => frames.push([...frame]));
  return frames;
}

function stream(bodies: Uint8Array[]): Uint8Array {
  const writer = new Writer();
  for (const body of bodies) writeFrame(writer, () => body.forEach((byte) => void writer.u8(byte)));
  return Uint8Array.from(writer.view());
}

describe("FrameParser", () => {
  it("gives the frames that were written, whatever chunks they come in", () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 });
    fc.assert(
      fc.property(bodies, fc.array(fc.nat(300), { maxLength: 30 }), (frames, cuts) => {
        const bytes = stream(frames);
        const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
        const chunks = at.slice(1).map((end, i) => bytes.subarray(at[i], end));
        expect(cut(chunks)).toEqual(frames.map((frame) => [...frame]));
      }),
    );
  });

  it("agrees with a slow twin on any bytes", () => {
    const chunk = fc.array(fc.constantFrom(0, 0, 0, 1, 2, 5), { maxLength: 9 }).map((bytes) => Uint8Array.from(bytes));
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 20 }), (chunks) => {
        expect(cut(chunks, 2 ** 32)).toEqual(cutSlowly(chunks));
      }),
    );
  });

  it("gives a tick as an empty frame", () => {
    expect(cut([TICK, TICK])).toEqual([[], []]);
  });

  it("refuses a length above its bound as soon as it is announced", () => {
    expect(() => cut([Uint8Array.of(255, 255, 255, 255)])).toThrow(FrameTooLong);
    expect(() => cut([Uint8Array.of(0, 0, 3, 233)])).toThrow("Cannot take a frame of 1001 bytes");
  });

  it("takes no memory for what was only announced", () => {
    const before = process.memoryUsage().arrayBuffers;
    const parser = new FrameParser(2 ** 31);
    parser.push(Uint8Array.of(127, 255, 255, 255, 1), () => {});
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24);
  });

  it("joins a long frame of many chunks in a time that grows with its length only", () => {
    const length = 32 * 2 ** 20;
    const head = Buffer.alloc(4);
    head.writeUInt32BE(length);
    const parser = new FrameParser(length);
    const sizes: number[] = [];
    parser.push(head, (frame) => sizes.push(frame.length));
    const chunk = new Uint8Array(4096);
    for (let sent = 0; sent < length; sent += chunk.length) parser.push(chunk, (frame) => sizes.push(frame.length));
    expect(sizes).toEqual([length]);
  });
});

describe("writeFrame", () => {
  it("leaves the writer as it was when the body cannot be written", () => {
    const writer = new Writer();
    writeFrame(writer, () => writer.u8(1));
    const refuse = () => {
      writer.u8(2);
      throw new TypeError("no");
    };
    expect(() => writeFrame(writer, refuse)).toThrow("no");
    expect([...writer.view()]).toEqual([0, 0, 0, 1, 1]);
  });
});

describe("a frame that is cut off in the midst, as Ctrl+C does to a loop that sends", () => {
  /** Begins a frame and never comes to its end: no `catch` and no `finally` runs then. */
  function cutOff(writer: Writer): void {
    const endless = (): void => {
      writer.u8(9);
      for (;;);
    };
    const run = vm.runInThisContext("(write) => { globalThis.cutOff = write; }") as (write: () => void) => void;
    run(() => writeFrame(writer, endless));
    expect(() => vm.runInThisContext("cutOff()", { timeout: 20 })).toThrow("timed out");
    vm.runInThisContext("delete globalThis.cutOff");
  }

  it("is taken back by the next one", () => {
    const writer = new Writer();
    writeFrame(writer, () => writer.u8(1));
    cutOff(writer);
    writeFrame(writer, () => writer.u8(2));
    expect(cut([Uint8Array.from(writer.view())])).toEqual([[1], [2]]);
  });

  it("is not sent", () => {
    const writer = new Writer();
    writeFrame(writer, () => writer.u8(1));
    cutOff(writer);
    dropUnfinished(writer);
    dropUnfinished(writer);
    expect([...writer.view()]).toEqual([0, 0, 0, 1, 1]);
  });
});
