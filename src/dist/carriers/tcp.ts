import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Carrier } from "./carrier.js";
import { DialError, failureOf } from "./dial-error.js";

/** How long the other side may take to close too, in milliseconds. */
const FAREWELL = 1_000;

/**
 * Calls the node that listens there, on a plain socket, as nodes of Erlang do (`inet_tcp_dist`).
 *
 * @throws DialError
 */
export async function dialTcp(host: string, port: number, signal: AbortSignal): Promise<Carrier> {
  let socket: Socket | undefined;
  try {
    socket = connect({ host, port });
    await once(socket, "connect", { signal });
    return tcpCarrier(socket);
  } catch (error) {
    socket?.on("error", () => {}).destroy();
    throw new DialError(failureOf(error));
  }
}

/** Takes over a socket that is connected. */
export function tcpCarrier(socket: Socket): Carrier {
  return new TcpCarrier(socket);
}

class TcpCarrier implements Carrier {
  readonly remote: string;
  onClose: (() => void) | undefined;
  readonly #socket: Socket;
  #onData: ((chunk: Uint8Array) => void) | undefined;
  #early: Uint8Array[] = [];

  constructor(socket: Socket) {
    this.#socket = socket;
    this.remote = `${socket.remoteAddress}:${socket.remotePort}`;
    socket.setNoDelay(true);
    socket.on("data", (chunk) => this.#take(chunk));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.onClose?.());
    socket.resume();
  }

  get bytesRead(): number {
    return this.#socket.bytesRead;
  }

  get backlog(): number {
    return this.#socket.writableLength;
  }

  get onData(): ((chunk: Uint8Array) => void) | undefined {
    return this.#onData;
  }

  set onData(handler: ((chunk: Uint8Array) => void) | undefined) {
    this.#onData = handler;
    while (this.#onData && this.#early.length > 0) this.#onData(this.#early.shift()!);
  }

  send(bytes: Uint8Array, sent?: () => void): void {
    if (this.#socket.writable) this.#socket.write(bytes, sent);
  }

  close(): void {
    this.#socket.end();
    setTimeout(() => this.#socket.destroy(), FAREWELL).unref();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #take(chunk: Uint8Array): void {
    if (this.#onData) this.#onData(chunk);
    else this.#early.push(chunk);
  }
}
