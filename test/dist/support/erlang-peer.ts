import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { writeSignal } from "../../../src/dist/control.js";
import { ownFlags } from "../../../src/dist/flags.js";
import { FrameParser, writeFrame } from "../../../src/dist/frame.js";
import { callerHandshake } from "../../../src/dist/handshake.js";
import { md5Proof } from "../../../src/dist/proof.js";
import { encode, Writer } from "../../../src/etf/index.js";
import type { Signal } from "../../../src/process/signal.js";
import { internPid, type Pid, tupleFrom } from "../../../src/term/index.js";

export const ERL = "erl@localhost";
/** A process of it. */
export const from: Pid = internPid(ERL, 7, 1, 0);

export interface PeerOptions {
  name?: string;
  cookie?: string;
  /** Whether it offers headers and fragments, as all of Erlang's do. */
  headed?: boolean;
}

/** Behind the length of the message and its first letter. */
const FLAGS_AT = 3;

/** Does what a node of Erlang does when it calls, up to the end of the handshake. */
export async function callAsErlang(
  { port, name: peer }: { port: number; name: string },
  { name = ERL, cookie = "secret", headed = true }: PeerOptions = {},
): Promise<Socket> {
  const socket = connect(port, "127.0.0.1").on("error", () => {});
  const handshake = callerHandshake({
    self: { node: name, creation: 7, flags: ownFlags(false) },
    proof: md5Proof,
    cookie: () => cookie,
    peer,
    isErlang: true,
    wanted: () => true,
  });
  const greeting = Buffer.concat(handshake.start().send);
  if (!headed) greeting.writeBigUInt64BE(ownFlags(false), FLAGS_AT);
  socket.write(greeting);
  for (;;) {
    const [chunk] = await once(socket, "data");
    const { send, end } = handshake.receive(chunk);
    for (const bytes of send) socket.write(bytes);
    if (end?.type === "failed") throw new Error(end.failure.kind);
    if (end) return socket;
  }
}

/** Bytes behind their length. */
export function frame(...parts: Uint8Array[]): Uint8Array {
  const body = Buffer.concat(parts);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
}

/** A signal as a plain message. */
export function signalFrame(signal: Signal): Uint8Array {
  const writer = new Writer();
  writeFrame(writer, () => {
    writer.u8(112);
    writeSignal(writer, signal);
  });
  return Uint8Array.from(writer.view());
}

/** A control tuple, which need not make sense, and its payload, as a plain message. */
export function control(fields: readonly unknown[], ...payload: unknown[]): Uint8Array {
  return frame(Uint8Array.of(112), encode(tupleFrom(fields)), ...payload.map((term) => encode(term)));
}

/** The next frame that comes, without its length. */
export function nextFrame(socket: Socket): Promise<Buffer> {
  const parser = new FrameParser(1000);
  return new Promise((resolve) => {
    const read = (chunk: Buffer) =>
      parser.push(chunk, (bytes) => {
        socket.off("data", read);
        resolve(Buffer.from(bytes));
      });
    socket.on("data", read);
  });
}
