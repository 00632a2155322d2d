import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { readSignal } from "../../src/dist/control.js";
import { DistHeaders, FRAGMENT_SIZE } from "../../src/dist/dist-header.js";
import type { Form } from "../../src/dist/flags.js";
import { FrameParser } from "../../src/dist/frame.js";
import { HeadedOutbox } from "../../src/dist/headed-outbox.js";
import { Outbox } from "../../src/dist/outbox.js";
import type { Signal } from "../../src/process/signal.js";
import { atom, internPid, internReference, type Pid } from "../../src/term/index.js";

const ours = (id: number): Pid => internPid("a@localhost", 1, id, 0);
const theirs = (id: number): Pid => internPid("b@localhost", 1, id, 0);

/** Reads what leaves, as a node of Erlang does. */
class Receiver {
  readonly signals: Signal[] = [];
  readonly lengths: number[] = [];
  readonly #parser = new FrameParser(1 << 29);
  readonly #headers = new DistHeaders({
    longestMessage: 1 << 29,
    mostBytes: 1 << 29,
    mostSequences: 10,
    longestSilence: 1000,
    now: () => 0,
  });

  take(outbox: HeadedOutbox, hasRoom: () => boolean): void {
    for (const portion of outbox.take(hasRoom)) this.#parser.push(portion, (frame) => this.#read(frame));
  }

  /** What the messages say, long ones without their ballast. */
  get contents(): unknown[] {
    return this.signals.map((signal) => (signal.type === "message" ? (signal.message as unknown[])[0] : signal.type));
  }

  #read(frame: Uint8Array): void {
    this.lengths.push(frame.length);
    const reader = this.#headers.read(frame);
    if (reader) this.signals.push(readSignal(reader, { node: "a@localhost", creation: 1 }));
  }
}

function message(from: Pid, to: Pid, content: unknown, size = 0): Signal {
  return { type: "message", from, to, message: [content, "x".repeat(size)] };
}

const always = (): boolean => true;
const never = (): boolean => false;

function open(form: Form = "fragmented", waiting = new Outbox()) {
  return { outbox: new HeadedOutbox(waiting, form), receiver: new Receiver() };
}

describe("messages with headers", () => {
  it("let others overtake a long one, but none of the same sender or receiver", () => {
    const { outbox, receiver } = open();
    outbox.put(message(ours(1), theirs(1), "long", 300_000));
    outbox.put(message(ours(1), theirs(2), "same sender"));
    outbox.put(message(ours(2), theirs(1), "same receiver"));
    outbox.put(message(ours(3), theirs(2), "behind one that waits"));
    outbox.put(message(ours(4), theirs(4), "other"));
    receiver.take(outbox, never);
    expect(receiver.contents).toEqual(["other"]);
    let room = 2;
    receiver.take(outbox, () => room-- > 0);
    outbox.put(message(ours(4), theirs(4), "another"));
    receiver.take(outbox, never);
    expect(receiver.contents).toEqual(["other", "another"]);
    receiver.take(outbox, always);
    const rest = ["long", "same sender", "same receiver", "behind one that waits"];
    expect(receiver.contents).toEqual(["other", "another", ...rest]);
    expect(outbox.size).toBe(0);
  });

  it("keep the order between each two processes, and lose nothing, whatever their sizes and the room", () => {
    const size = fc.constantFrom(0, 0, 0, 100, FRAGMENT_SIZE - 60, FRAGMENT_SIZE, 3 * FRAGMENT_SIZE);
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ from: fc.nat(3), to: fc.nat(3), size }) },
      fc.record({ room: fc.nat(3) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { outbox, receiver } = open();
        const sent = new Map<string, number[]>();
        for (const [i, step] of steps.entries()) {
          if ("room" in step) {
            let left = step.room;
            receiver.take(outbox, () => left-- > 0);
            continue;
          }
          outbox.put(message(ours(step.from), theirs(step.to), i, step.size));
          const pair = `${step.from} ${step.to}`;
          sent.set(pair, [...(sent.get(pair) ?? []), i]);
        }
        receiver.take(outbox, always);
        for (const [pair, contents] of sent) {
          const [from, to] = pair.split(" ").map(Number) as [number, number];
          const arrived = receiver.signals.filter(
            (s) => s.type === "message" && s.from === ours(from) && s.to === theirs(to),
          );
          expect(arrived.map((s) => s.type === "message" && (s.message as unknown[])[0])).toEqual(contents);
        }
        expect(outbox.size).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  it("travel whole to a node that takes no fragments", () => {
    const { outbox, receiver } = open("headed");
    outbox.put(message(ours(1), theirs(1), "long", 300_000));
    receiver.take(outbox, never);
    expect(receiver.contents).toEqual(["long"]);
    expect(receiver.lengths[0]).toBeGreaterThan(300_000);
  });

  it("in pieces make no frame longer than a piece and its header", () => {
    const { outbox, receiver } = open();
    outbox.put(message(ours(1), theirs(1), "long", 1_000_000));
    receiver.take(outbox, always);
    expect(Math.max(...receiver.lengths)).toBeLessThan(FRAGMENT_SIZE + 32);
    expect(receiver.contents).toEqual(["long"]);
  });

  it("that waited for the connection are taken over, in order, with and without a payload", () => {
    const waiting = new Outbox();
    const ref = internReference("a@localhost", 1, [1, 2, 3]);
    const [from, to] = [ours(1), theirs(1)];
    const signals: Signal[] = [
      { type: "monitor", from, to: atom("name"), ref },
      message(from, to, "short"),
      message(from, to, "long", 200_000),
      { type: "demonitor", from, to: atom("name"), ref },
      {
        type: "spawnRequest",
        ref,
        from,
        groupLeader: from,
        module: atom("m"),
        name: atom("f"),
        args: [1],
        link: true,
        monitor: false,
      },
      { type: "spawnReply", ref, to, linked: true, monitored: false, result: from },
    ];
    for (const signal of signals) waiting.put(signal);
    const { outbox, receiver } = open("fragmented", waiting);
    receiver.take(outbox, always);
    expect(receiver.signals).toEqual(signals);
    expect(waiting.size).toBe(0);
  });

  it("do not change when a value cannot travel", () => {
    const { outbox, receiver } = open();
    outbox.put(message(ours(1), theirs(1), "first"));
    expect(() => outbox.put(message(ours(1), theirs(1), Promise.resolve()))).toThrow(TypeError);
    outbox.put(message(ours(1), theirs(1), "second"));
    receiver.take(outbox, always);
    expect(receiver.contents).toEqual(["first", "second"]);
  });
});
