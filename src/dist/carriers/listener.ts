import { createServer, type Server, type Socket } from "node:net";
import { LOOPBACK } from "../epmd/address.js";
import { LONGEST_GREETING } from "../greeting.js";
import { logLine } from "../reasons.js";
import type { Carrier, CarrierKind } from "./carrier.js";
import { tcpCarrier } from "./tcp.js";
import { type WebSocketAcceptor, webSocketAcceptor } from "./websocket.js";

export interface ListenOptions {
  /** The host part of the node's name: `localhost` listens on the loopback address only. */
  host: string;
  /** 0 for any that is free. */
  port?: number | undefined;
  /** How long a stranger may take to become a known node, in milliseconds. */
  deadline?: number | undefined;
  /** How many strangers are heard at a time; one more, and the one that has waited longest is dropped. */
  halfOpen?: number | undefined;
}

/** Someone who has not proven yet to know the cookie. */
export interface Caller {
  readonly carrier: Carrier;
  readonly kind: CarrierKind;
  /** Lifts the bounds that hold for strangers. */
  admit(): void;
}

interface ListenerHandlers {
  /** Gets every caller that begins to speak a protocol of ours. */
  call(caller: Caller): void;
  log(line: string): void;
}

/** The one port of a node. */
export interface Listener {
  readonly port: number;
  /** Sockets that are open, and those among them that nobody vouches for yet. */
  readonly open: number;
  readonly strangers: number;
  /** Starts to answer. Calls that came before have waited. */
  serve(handlers: ListenerHandlers): void;
  /** Stops listening and ends every connection that came in. */
  close(): Promise<void>;
}

const DEADLINE = 7_000;
const HALF_OPEN = 512;
/** What a stranger may say in all, in bytes: the handshake is a tenth of it. */
const LONGEST_INTRODUCTION = 0x4000;

/**
 * Opens a node's port. It is known before the node is: the name server has to be told the port, and
 * tells the creation in turn. Answering begins with `serve`.
 *
 * @throws Error when the port is taken or may not be used; the message says what to do
 * @example
 * const listener = await listen({ host: "localhost" });
 * const { creation } = await startRegistrar({ port: listener.port, … });
 * startDistribution(listener, { creation, … });
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  const server = createServer({ noDelay: true, pauseOnConnect: true });
  const door = new Door(server, options);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(explained(error, options.port)));
    server.listen({ port: options.port ?? 0, ...(options.host === "localhost" ? { host: LOOPBACK } : {}) }, resolve);
  });
  /** What comes later is the failure to accept one socket, for want of file descriptors: the next may be accepted. */
  server
    .removeAllListeners("error")
    .on("error", (error) => door.report(`Cannot accept a connection: ${error.message}`));
  return door;
}

class Door implements Listener {
  readonly #server: Server;
  readonly #deadline: number;
  readonly #halfOpen: number;
  readonly #sockets = new Set<Socket>();
  /** Those that may be dropped, oldest first, each with its deadline. */
  readonly #strangers = new Map<Socket, NodeJS.Timeout>();
  #handlers: ListenerHandlers | undefined;
  #web: Promise<WebSocketAcceptor> | undefined;

  constructor(server: Server, { deadline = DEADLINE, halfOpen = HALF_OPEN }: ListenOptions) {
    this.#server = server;
    this.#deadline = deadline;
    this.#halfOpen = halfOpen;
    server.on("connection", (socket) => this.#enter(socket));
  }

  get port(): number {
    const address = this.#server.address();
    return address !== null && typeof address === "object" ? address.port : 0;
  }

  get open(): number {
    return this.#sockets.size;
  }

  get strangers(): number {
    return this.#strangers.size;
  }

  serve(handlers: ListenerHandlers): void {
    this.#handlers = handlers;
    for (const socket of this.#strangers.keys()) this.#hear(socket);
  }

  report(line: string): void {
    this.#handlers?.log(line);
  }

  close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    return closed;
  }

  #enter(socket: Socket): void {
    this.#sockets.add(socket);
    this.#strangers.set(socket, setTimeout(() => socket.destroy(), this.#deadline).unref());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      this.#admit(socket);
      this.#sockets.delete(socket);
    });
    if (this.#strangers.size > this.#halfOpen) this.#dropOldest();
    if (this.#handlers) this.#hear(socket);
  }

  #dropOldest(): void {
    const [oldest] = this.#strangers.keys();
    this.#admit(oldest!);
    oldest!.destroy();
  }

  #admit(socket: Socket): void {
    clearTimeout(this.#strangers.get(socket));
    this.#strangers.delete(socket);
  }

  /**
   * The first byte decides: a request of HTTP begins with a capital letter; Erlang's handshake with the
   * length of a message, which is short.
   */
  #hear(socket: Socket): void {
    socket.once("data", (chunk: Buffer) => {
      socket.pause();
      socket.unshift(chunk);
      if (chunk[0]! >= CAPITAL_A && chunk[0]! <= CAPITAL_Z) void this.#upgrade(socket);
      else if (chunk[0]! <= LONGEST_GREETING >> 8) this.#announce(tcpCarrier(socket), socket, "tcp");
      else this.#refuse(socket);
    });
    socket.resume();
  }

  async #upgrade(socket: Socket): Promise<void> {
    this.#web ??= webSocketAcceptor((carrier, from) => this.#announce(carrier, from, "websocket"));
    const web = await this.#web;
    if (socket.destroyed) return;
    web.take(socket);
    socket.resume();
  }

  #announce(carrier: Carrier, socket: Socket, kind: CarrierKind): void {
    const bound = () => void (socket.bytesRead > LONGEST_INTRODUCTION && socket.destroy());
    socket.on("data", bound);
    const admit = () => {
      socket.off("data", bound);
      this.#admit(socket);
    };
    this.#handlers!.call({ carrier, kind, admit });
  }

  #refuse(socket: Socket): void {
    this.report(logLine.stranger(`${socket.remoteAddress}:${socket.remotePort}`));
    socket.destroy();
  }
}

const CAPITAL_A = 65;
const CAPITAL_Z = 90;

function explained(error: NodeJS.ErrnoException, port = 0): Error {
  if (error.code === "EADDRINUSE")
    return new Error(
      `Cannot listen on port ${port}: another program uses it, give another one with --port or leave it out`,
      { cause: error },
    );
  if (error.code === "EACCES")
    return new Error(`Cannot listen on port ${port}: it needs more rights, give one above 1023 with --port`, {
      cause: error,
    });
  return new Error(`Cannot listen on port ${port}: ${error.message}`, { cause: error });
}
