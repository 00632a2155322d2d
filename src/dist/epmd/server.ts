import { createServer, type Server, type Socket } from "node:net";
import { isLocal } from "./address.js";
import {
  decodeRequest,
  encodeAliveReply,
  encodeDumpReply,
  encodeNamesReply,
  encodePortReply,
  type Registration,
  type Request,
} from "./protocol.js";
import { REFUSED, Registry, wantsWide } from "./registry.js";

/** A name server in this process. */
export interface EpmdServer {
  readonly port: number;
  /** Ends all connections and frees the port: every node that is registered here loses its name. */
  close(): Promise<void>;
}

export interface ServeOptions {
  /** 0 takes a free one. */
  port: number;
  /** The first must be free, the others are taken where that is possible. */
  addresses: readonly string[];
  /** How long a connection may take from its first byte to its last, unless it registers, in milliseconds. */
  deadline?: number;
  /** How many connections may be open besides the registrations; the oldest makes room for one more. */
  maxPending?: number;
  /** How many nodes may be registered. */
  maxNodes?: number;
}

const DEADLINE = 5_000;
const MAX_PENDING = 128;
const MAX_NODES = 1_024;

/**
 * Serves EPMD's protocol in this process, for our own nodes, Erlang's nodes and `epmd -names`. A
 * name belongs to the connection that registered it and is free again when that ends. Like `epmd`
 * it lets only this machine register, and refuses to be killed by request. It does not keep the
 * process alive.
 *
 * @throws the error of `listen`, for example `EADDRINUSE` when there is a name server already
 */
export async function serveEpmd(options: ServeOptions): Promise<EpmdServer> {
  const state = new Serving(options);
  const [first = "::", ...others] = options.addresses;
  await state.listen(first);
  await Promise.all(others.map((address) => state.listen(address).catch(() => undefined)));
  return state;
}

class Serving implements EpmdServer {
  readonly #registry = new Registry();
  readonly #listeners: Server[] = [];
  readonly #sockets = new Set<Socket>();
  /** Connections that are not registrations, oldest first. */
  readonly #pending = new Set<Socket>();
  readonly #options: ServeOptions;
  port: number;

  constructor(options: ServeOptions) {
    this.#options = options;
    this.port = options.port;
  }

  async listen(address: string): Promise<void> {
    const listener = createServer((socket) => this.#accept(socket));
    try {
      await listening(listener, this.port, address);
    } catch (error) {
      if (address !== "::" || !hasNoIpv6(error)) throw error;
      await listening(listener, this.port, "0.0.0.0");
    }
    this.port = (listener.address() as { port: number }).port;
    listener.on("error", () => undefined);
    listener.unref();
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(this.#listeners.map((listener) => new Promise((done) => listener.close(done))));
  }

  #accept(socket: Socket): void {
    socket.unref();
    this.#sockets.add(socket);
    this.#makeRoom();
    this.#pending.add(socket);
    const deadline = setTimeout(() => socket.destroy(), this.#options.deadline ?? DEADLINE);
    deadline.unref();
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(deadline);
      this.#sockets.delete(socket);
      this.#pending.delete(socket);
    });
    this.#readRequest(socket, (request) => {
      if (this.#answer(socket, request) === "keep") clearTimeout(deadline);
    });
  }

  #makeRoom(): void {
    if (this.#pending.size < (this.#options.maxPending ?? MAX_PENDING)) return;
    const [oldest] = this.#pending;
    if (!oldest) return;
    this.#pending.delete(oldest);
    oldest.destroy();
  }

  #readRequest(socket: Socket, then: (request: Request) => void): void {
    let bytes: Buffer = Buffer.alloc(0);
    const read = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      let request: Request | undefined;
      try {
        request = decodeRequest(bytes);
      } catch {
        socket.destroy();
      }
      if (!request) return;
      socket.off("data", read).resume();
      then(request);
    };
    socket.on("data", read);
  }

  /** Only a registration is kept open; all else is answered, if at all, and closed. */
  #answer(socket: Socket, request: Request): "keep" | "close" {
    const local = isLocal(socket.remoteAddress, socket.localAddress);
    if (request.type === "alive" && local) return this.#register(socket, request.node);
    if (request.type === "port") socket.end(encodePortReply(this.#registry.find(request.name)));
    else if (request.type === "names") socket.end(encodeNamesReply(this.#names()));
    else if (request.type === "dump" && local) socket.end(encodeDumpReply(this.#names()));
    else if (request.type === "kill" && local) socket.end("NO");
    else socket.destroy();
    return "close";
  }

  #register(socket: Socket, node: Registration): "keep" | "close" {
    const isFull = this.#registry.list().length >= (this.#options.maxNodes ?? MAX_NODES);
    const reply = isFull ? REFUSED : this.#registry.add(node);
    const bytes = encodeAliveReply(reply, wantsWide(node));
    if (reply.result !== 0) {
      socket.end(bytes);
      return "close";
    }
    socket.on("close", () => this.#registry.remove(node));
    socket.write(bytes);
    this.#pending.delete(socket);
    return "keep";
  }

  #names() {
    return { port: this.port, nodes: this.#registry.list() };
  }
}

function listening(listener: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    listener.once("error", reject);
    listener.listen({ port, host, exclusive: true }, () => {
      listener.off("error", reject);
      resolve();
    });
  });
}

function hasNoIpv6(error: unknown): boolean {
  return ["EAFNOSUPPORT", "EADDRNOTAVAIL"].includes((error as NodeJS.ErrnoException).code ?? "");
}
