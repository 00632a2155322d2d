import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import type { Carrier } from "../../src/dist/carriers/carrier.js";
import { Connection, type ConnectionOptions } from "../../src/dist/connection.js";
import { writeSignal } from "../../src/dist/control.js";
import { FrameParser, writeFrame } from "../../src/dist/frame.js";
import { Outbox } from "../../src/dist/outbox.js";
import { Writer } from "../../src/etf/index.js";
import type { Signal } from "../../src/process/signal.js";
import { atom, internPid } from "../../src/term/index.js";

const from = internPid("a@localhost", 1, 1, 0);
const to = internPid("b@localhost", 1, 1, 0);
const link: Signal = { type: "link", from, to };

/** A carrier that goes nowhere. */
class DeadEnd implements Carrier {
  remote = "nowhere";
  bytesRead = 0;
  backlog = 0;
  onData: Carrier["onData"];
  onClose: Carrier["onClose"];
  readonly sent: Uint8Array[] = [];
  ended = "";
  drain: () => void = () => {};
  send(bytes: Uint8Array, sent?: () => void): void {
    this.sent.push(bytes);
    if (sent) this.drain = sent;
  }
  close(): void {
    this.ended ||= "close";
  }
  destroy(): void {
    this.ended ||= "destroy";
  }
  arrive(bytes: Uint8Array): void {
    this.bytesRead += bytes.length;
    this.onData?.(bytes);
  }
  /** The lengths of the frames that were sent, by send. */
  get frames(): number[][] {
    const parser = new FrameParser(2 ** 30);
    return this.sent.map((bytes) => {
      const lengths: number[] = [];
      parser.push(bytes, (frame) => lengths.push(frame.length));
      return lengths;
    });
  }
}

function connect(options: Partial<ConnectionOptions> = {}) {
  const carrier = new DeadEnd();
  const told = { signals: [] as Signal[], closed: [] as string[], lines: [] as string[] };
  const outbox = new Outbox();
  const connection = new Connection({
    carrier,
    peer: { node: "b@localhost", creation: 1 },
    outbox,
    tickTime: 60,
    highWater: 1000,
    longestBacklog: 10_000,
    received: (signal) => told.signals.push(signal),
    closed: (reason) => told.closed.push(reason),
    log: (level, message) => told.lines.push(`${level}: ${message}`),
    ...options,
  });
  opened.push(connection);
  return { carrier, connection, outbox, ...told };
}

const opened: Connection[] = [];
afterEach(() => {
  for (const connection of opened.splice(0)) connection.close("disconnect");
});

function frame(body: (writer: Writer) => void): Uint8Array {
  const writer = new Writer();
  writeFrame(writer, () => body(writer));
  return Uint8Array.from(writer.view());
}

function signalFrame(signal: Signal): Uint8Array {
  return frame((writer) => {
    writer.u8(112);
    writeSignal(writer, signal);
  });
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe("sending", () => {
  it("puts all signals of one turn into one write", async () => {
    const { carrier, connection } = connect();
    connection.open(new Uint8Array());
    for (let i = 0; i < 10; i++) connection.send(link);
    expect(carrier.sent).toEqual([]);
    await nextTurn();
    expect(carrier.frames.map((lengths) => lengths.length)).toEqual([10]);
  });

  it("does not hold large messages back, and keeps their order", async () => {
    const { carrier, connection } = connect();
    connection.open(new Uint8Array());
    connection.send(link);
    connection.send({ type: "message", from, to, message: "x".repeat(100_000) });
    expect(carrier.frames.flat().map((length) => length > 100_000)).toEqual([false, true]);
    connection.send(link);
    await nextTurn();
    expect(carrier.frames.flat().length).toBe(3);
  });

  it("writes nothing in a turn that has become long, for Ctrl+C may end it in the midst of a write", async () => {
    const now = jest.spyOn(performance, "now").mockReturnValue(1000);
    const { carrier, connection, closed } = connect({ highWater: 400_000, longestBacklog: 400_000 });
    connection.open(new Uint8Array());
    const send = () => connection.send({ type: "message", from, to, message: "x".repeat(100_000) });
    send();
    expect(carrier.sent.length).toBe(1);
    now.mockReturnValue(1060);
    send();
    connection.send(link);
    expect(carrier.sent.length).toBe(1);
    await nextTurn();
    expect(carrier.frames.flat().map((length) => length > 100_000)).toEqual([true, true, false]);
    connection.send(link);
    now.mockReturnValue(2000);
    for (let i = 0; i < 5 && closed.length === 0; i++) send();
    now.mockRestore();
    expect(closed).toEqual(["connection_closed"]);
  });

  it("sends what waited for the connection first", async () => {
    const { carrier, connection, outbox } = connect();
    outbox.put({ type: "message", from, to, message: "x".repeat(500) });
    connection.send(link);
    connection.open(new Uint8Array());
    await nextTurn();
    expect(carrier.frames.flat().map((length) => length > 500)).toEqual([true, false]);
  });

  it("never changes bytes that it gave to the carrier", async () => {
    const { carrier, connection } = connect();
    connection.open(new Uint8Array());
    connection.send({ type: "message", from, to, message: "first" });
    await nextTurn();
    const before = Buffer.from(carrier.sent[0]!);
    connection.send({ type: "message", from, to, message: "other" });
    await nextTurn();
    expect(Buffer.from(carrier.sent[0]!)).toEqual(before);
  });

  it("says once that a peer is slow, with its name, and again only after it was quick", async () => {
    const { carrier, connection, lines } = connect();
    const send = async (backlog: number) => {
      carrier.backlog = backlog;
      connection.send(link);
      await nextTurn();
    };
    connection.open(new Uint8Array());
    for (const backlog of [1001, 2000, 900, 1500]) await send(backlog);
    expect(lines).toEqual([expect.stringMatching(/^warning: .*:b@localhost/)]);
    for (const backlog of [10, 1001]) await send(backlog);
    expect(lines.length).toBe(2);
  });

  it("gives a peer up that takes nothing any more", async () => {
    const { carrier, connection, closed } = connect();
    connection.open(new Uint8Array());
    carrier.backlog = 10_001;
    connection.send(link);
    await nextTurn();
    expect([carrier.ended, closed]).toEqual(["destroy", ["connection_closed"]]);
  });
});

describe("receiving", () => {
  it("starts with what came behind the handshake", () => {
    const { carrier, connection, signals } = connect();
    const bytes = Buffer.concat([signalFrame(link), signalFrame({ ...link, type: "unlink", id: 1n })]);
    connection.open(bytes.subarray(0, 10));
    carrier.arrive(bytes.subarray(10));
    expect(signals.map(({ type }) => type)).toEqual(["link", "unlink"]);
  });

  it("reports and drops what it cannot read, and goes on", () => {
    const { carrier, connection, signals, lines, closed } = connect();
    connection.open(new Uint8Array());
    carrier.arrive(frame((writer) => writer.u8(1)));
    carrier.arrive(frame((writer) => writer.u32(0x70836869)));
    carrier.arrive(Buffer.concat([frame((writer) => writer.u8(112)), signalFrame(link)]));
    expect(signals).toEqual([link]);
    expect(lines.every((line) => line.startsWith("error: Dropped a message from :b@localhost"))).toBe(true);
    expect([lines.length, closed]).toEqual([3, []]);
  });

  it("goes on when a signal cannot be handled", () => {
    let calls = 0;
    const received = () => {
      if (++calls === 1) throw new Error("broken");
    };
    const { carrier, connection, lines } = connect({ received });
    connection.open(Buffer.concat([signalFrame(link), signalFrame(link)]));
    carrier.arrive(signalFrame(link));
    expect([calls, lines.length]).toEqual([3, 1]);
  });

  it("closes the connection for a length that no message has", () => {
    const { carrier, connection, lines, closed } = connect();
    connection.open(new Uint8Array());
    carrier.arrive(Uint8Array.of(255, 255, 255, 255));
    expect([carrier.ended, closed, lines.length]).toEqual(["destroy", ["connection_closed"], 1]);
    carrier.arrive(signalFrame(link));
    expect(lines.length).toBe(1);
  });
});

describe("a peer that sends headers and fragments", () => {
  const headed = (kind: number, ...rest: number[]) =>
    frame((writer) => writer.write(Uint8Array.of(131, kind, ...rest)));
  const id = (sequence: number, number: number) => [0, 0, 0, 0, 0, 0, 0, sequence, 0, 0, 0, 0, 0, 0, 0, number];
  const bare = (signal: Signal): number[] => {
    const writer = new Writer();
    writeSignal(writer, signal, true);
    return [...writer.view()];
  };

  it("has its messages put together, others in between", () => {
    const { connection, signals, lines } = connect({ form: "fragmented" });
    const bytes = bare({ ...link, type: "unlink", id: 1n });
    const frames = [
      headed(69, ...id(1, 2), 0, ...bytes.slice(0, 9)),
      headed(68, 0, ...bare(link)),
      signalFrame(link),
      headed(70, ...id(1, 1), ...bytes.slice(9)),
    ];
    connection.open(Buffer.concat(frames));
    expect(signals.map(({ type }) => type)).toEqual(["link", "link", "unlink"]);
    expect(lines).toEqual([]);
  });

  it("loses its connection, with one line, when its headers cannot be followed", () => {
    const { carrier, connection, closed, lines } = connect({ form: "fragmented" });
    connection.open(Buffer.concat([headed(70, ...id(1, 1)), signalFrame(link)]));
    expect([carrier.ended, closed, lines.length]).toEqual(["destroy", ["connection_closed"], 1]);
    expect(lines[0]).toContain("Closed the connection with :b@localhost: Cannot go on with sequence 1");
  });

  it("has a message given up, with one line, that it does not complete", () => {
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate"] });
    try {
      const { carrier, connection, closed, lines } = connect({ form: "fragmented", tickTime: 8 });
      connection.open(headed(69, ...id(1, 2), 0, 1, 2, 3));
      for (let i = 0; i < 32; i++) {
        carrier.arrive(new Uint8Array(4));
        jest.advanceTimersByTime(2000);
      }
      expect([closed, lines]).toEqual([[], [expect.stringMatching(/^warning: Gave up a message from :b@localhost/)]]);
    } finally {
      jest.useRealTimers();
    }
  });

  it("is sent ticks and short messages while a long one waits for room", async () => {
    const { carrier, connection } = connect({ form: "fragmented", longestBacklog: 10_000_000, highWater: 10_000_000 });
    connection.open(new Uint8Array());
    carrier.backlog = 0x8_0000;
    connection.send({ type: "message", from, to, message: "x".repeat(1_000_000) });
    connection.send({ ...link, from: internPid("a@localhost", 1, 2, 0), to: internPid("b@localhost", 1, 2, 0) });
    await nextTurn();
    expect(carrier.frames.flat()).toHaveLength(1);
    carrier.backlog = 0;
    carrier.drain();
    expect(carrier.frames.flat().length).toBeGreaterThan(16);
  });

  it("gets all of a long message before the connection closes", () => {
    const { carrier, connection } = connect({ form: "fragmented", longestBacklog: 10_000_000, highWater: 10_000_000 });
    connection.open(new Uint8Array());
    carrier.backlog = 0x8_0000;
    connection.send({ type: "message", from, to, message: "x".repeat(1_000_000) });
    connection.close("disconnect");
    expect(Buffer.concat(carrier.sent).length).toBeGreaterThan(1_000_000);
    expect(carrier.ended).toBe("close");
  });
});

describe("ending", () => {
  it("happens once, whoever begins", async () => {
    const { carrier, connection, closed } = connect();
    connection.open(new Uint8Array());
    connection.send({ type: "exit2", from, to, reason: atom.kill });
    connection.close("disconnect");
    connection.close("connection_closed");
    carrier.onClose?.();
    await connection.ended;
    expect([carrier.ended, carrier.sent.length, closed]).toEqual(["close", 1, ["disconnect"]]);
  });

  it("is seen when the carrier closes", async () => {
    const { carrier, connection, closed } = connect();
    carrier.onClose?.();
    await connection.ended;
    expect(closed).toEqual(["connection_closed"]);
  });
});

describe("ticks", () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate"] }));
  afterEach(() => void jest.useRealTimers());

  it("are sent every quarter of the tick time in which nothing else was", async () => {
    const { carrier, connection } = connect({ tickTime: 8 });
    connection.open(new Uint8Array());
    jest.advanceTimersByTime(2000);
    expect(carrier.frames).toEqual([[0]]);
    connection.send(link);
    await nextTurn();
    jest.advanceTimersByTime(2000);
    expect(carrier.frames.length).toBe(2);
    jest.advanceTimersByTime(2000);
    expect(carrier.frames.at(-1)).toEqual([0]);
  });

  it("of the peer keep it, even in the middle of a long message", () => {
    const { carrier, connection, closed, signals } = connect({ tickTime: 8 });
    connection.open(new Uint8Array());
    for (let i = 0; i < 20; i++) {
      jest.advanceTimersByTime(2000);
      carrier.bytesRead++;
    }
    expect([closed, signals]).toEqual([[], []]);
  });

  it("that stay out for the tick time cost the peer its connection", () => {
    const { carrier, connection, closed, lines } = connect({ tickTime: 8 });
    connection.open(new Uint8Array());
    jest.advanceTimersByTime(7999);
    expect(closed).toEqual([]);
    jest.advanceTimersByTime(1);
    expect([carrier.ended, closed]).toEqual(["destroy", ["net_tick_timeout"]]);
    expect(lines[0]).toContain("** Node :b@localhost not responding **");
    expect(jest.getTimerCount()).toBe(0);
  });
});
