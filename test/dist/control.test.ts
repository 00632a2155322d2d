import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { ControlError, nobody, readSignal, writeSignal } from "../../src/dist/control.js";
import { encode, Reader, Writer } from "../../src/etf/index.js";
import type { Signal } from "../../src/process/signal.js";
import { atom, internPid, internReference, tuple, tupleFrom } from "../../src/term/index.js";

const peer = { node: "b@localhost", creation: 2 };
const from = internPid("b@localhost", 2, 7, 0);
const to = internPid("a@localhost", 1, 9, 1);
const leader = internPid("b@localhost", 2, 1, 0);
const ref = internReference("b@localhost", 2, [1, 2, 3]);
const reason = tuple(atom.shutdown, "why");
const mfa = { module: atom("Elixir.IO"), name: atom.puts! };

/** Every signal, the operation it is sent with, and all other forms a peer may send it in. */
const rows: [signal: Signal, op: number, others: (readonly unknown[])[], payload?: unknown][] = [
  [
    { type: "message", from, to, message: [1, "two"] },
    22,
    [
      [23, from, to, 0],
      [37, 3, from, to, 0],
    ],
    [1, "two"],
  ],
  [
    { type: "message", from, to: atom.shell!, message: atom.hi },
    6,
    [
      [16, from, atom(""), atom.shell, 0],
      [37, 8, from, atom.shell],
    ],
    atom.hi,
  ],
  [
    { type: "message", from, to: ref, message: null },
    33,
    [
      [34, from, ref, 0],
      [37, 4, from, ref],
    ],
    null,
  ],
  [{ type: "message", from, to, message: undefined }, 22, []],
  [{ type: "link", from, to }, 1, []],
  [{ type: "unlink", from, to, id: 2n ** 64n - 1n }, 35, []],
  [{ type: "unlink", from, to, id: 1n }, 35, []],
  [{ type: "unlinkAck", from, to, id: 1n }, 36, []],
  [{ type: "exit", from, to, reason }, 24, [[25, from, to, 0]], reason],
  [
    { type: "exit", from, to, reason },
    24,
    [
      [3, from, to, reason],
      [13, from, to, 0, reason],
    ],
  ],
  [
    { type: "exit2", from, to, reason },
    26,
    [
      [27, from, to, 0],
      [37, 17, from, to],
    ],
    reason,
  ],
  [
    { type: "exit2", from, to, reason },
    26,
    [
      [8, from, to, reason],
      [18, from, to, 0, reason],
    ],
  ],
  [{ type: "monitor", from, to, ref }, 19, []],
  [{ type: "monitor", from, to: atom.shell!, ref }, 19, []],
  [{ type: "demonitor", from, to, ref }, 20, []],
  [{ type: "demonitor", from, to: atom.shell!, ref }, 20, []],
  [{ type: "down", from, to, ref, reason }, 28, [[21, from, to, ref, reason]]],
  [{ type: "down", from: atom.shell!, to, ref, reason }, 28, [[21, atom.shell, to, ref, reason]]],
  [{ type: "groupLeader", from: leader, to, leader }, 7, []],
  [
    { type: "spawnRequest", ref, from, groupLeader: leader, ...mfa, args: ["x"], link: true, monitor: false },
    29,
    [
      [30, ref, from, leader, tuple(mfa.module, mfa.name, 1), [atom.link], 0],
      [29, ref, from, leader, tuple(mfa.module, mfa.name, 1), [tuple(atom("priority"), atom("high")), atom.link]],
    ],
    ["x"],
  ],
  [
    { type: "spawnRequest", ref, from, groupLeader: leader, ...mfa, args: [], link: false, monitor: true },
    29,
    [
      [
        29,
        ref,
        from,
        leader,
        tuple(mfa.module, mfa.name, 0),
        [tuple(atom.monitor, []), tuple(atom("min_heap_size"), 9)],
      ],
    ],
    [],
  ],
  [{ type: "spawnReply", ref, to, linked: true, monitored: true, result: from }, 31, [[32, ref, to, 3, from, 0]]],
  [{ type: "spawnReply", ref, to, linked: false, monitored: false, result: atom.notsup! }, 31, []],
];

function written(signal: Signal): Uint8Array {
  const writer = new Writer();
  writeSignal(writer, signal);
  return Uint8Array.from(writer.view());
}

function read(bytes: Uint8Array): Signal {
  return readSignal(new Reader(bytes), peer);
}

function control(fields: readonly unknown[], ...payload: unknown[]): Uint8Array {
  return Buffer.concat([encode(tupleFrom(fields)), ...payload.map((term) => encode(term))]);
}

describe("a signal on the wire", () => {
  it.each(rows)("is read as it was written: %#", (signal) => {
    expect(read(written(signal))).toEqual(signal);
  });

  it.each(rows)("has its operation and is a tuple that Erlang reads: %#", (signal, op) => {
    const bytes = written(signal);
    expect([...bytes.subarray(0, 2), bytes[3], bytes[4]]).toEqual([131, 104, 97, op]);
  });

  it.each(rows.filter(([, , others]) => others.length > 0))(
    "is understood in its other forms: %#",
    (signal, _op, others, ...payload) => {
      for (const fields of others) expect(read(control(fields, ...payload))).toEqual(signal);
    },
  );

  it("that unlinks in the older way has no number", () => {
    expect(read(control([4, from, to]))).toEqual({ type: "unlink", from, to, id: 0n });
  });

  it.each([
    [atom("foo")],
    [tuple(atom.name, atom.x)],
    [tuple(atom("priority"), atom("odd"))],
    [tuple(atom("min_heap_size"), -1)],
    [tuple(atom.link, true)],
    [tuple(atom.monitor, atom.x)],
    ["link"],
  ])("that asks for a process with an unknown option says whom to answer: %p", (option) => {
    const request = control([29, ref, from, leader, tuple(mfa.module, mfa.name, 0), [atom.link, option]], []);
    expect(() => read(request)).toThrow(expect.objectContaining({ name: "BadSpawnOption", ref, from }));
  });

  it("without a sender comes from its node", () => {
    const message = { type: "message", from: nobody(peer), to, message: 1 };
    expect(read(control([2, atom(""), to], 1))).toEqual(message);
    expect(read(control([12, atom(""), to, 0], 1))).toEqual(message);
  });

  it("keeps its values apart from those that follow", () => {
    const writer = new Writer();
    expect(() => writeSignal(writer, { type: "message", from, to, message: new WeakMap() })).toThrow(TypeError);
  });
});

describe("a message that is no signal of this node", () => {
  it.each<[string, Uint8Array]>([
    ["an unknown operation", control([99, from, to])],
    ["an operation that is no number", control([atom.link, from, to])],
    ["a name where a process is needed", control([1, from, atom.shell])],
    ["a monitor without a reference", control([19, from, to, 1])],
    ["an unlink without a number", control([35, 1.5, from, to])],
    ["an unlink with the number 0", control([35, 0, from, to])],
    ["an unlink with a number of more than 64 bits", control([35, 2n ** 64n, from, to])],
    ["a signal of Erlang/OTP 28 without flags", control([37, atom.x, from, to], 1)],
    ["fewer fields", control([22, from], 1)],
    ["other arguments than announced", control([29, ref, from, leader, tuple(mfa.module, mfa.name, 2), []], [1])],
    ["no arguments", control([29, ref, from, leader, tuple(mfa.module, mfa.name, 0), []])],
    ["no tuple", encode([1])],
    ["no version", Uint8Array.of(104, 0)],
    ["a payload without version", Buffer.concat([control([22, from, to]), Uint8Array.of(97, 1)])],
  ])("is refused: %s", (_what, bytes) => {
    expect(() => read(bytes)).toThrow(ControlError);
  });

  it("is refused by an error whatever its bytes", () => {
    fc.assert(
      fc.property(fc.constantFrom(...rows), fc.nat(), fc.nat(255), (row, at, byte) => {
        const bytes = written(row[0]);
        bytes[at % bytes.length] = byte;
        try {
          expect(read(bytes)).toHaveProperty("type");
        } catch (error) {
          expect(error).toHaveProperty("message");
        }
      }),
    );
  });
});
