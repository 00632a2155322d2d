import { connect, type Socket } from "node:net";
import { askAddress, epmdPort, LOOPBACK } from "./address.js";
import {
  DIST_VERSION,
  decodeAliveReply,
  decodeNamesReply,
  decodePortReply,
  encodeRequest,
  HIDDEN_NODE,
  type NamesReply,
  NORMAL_NODE,
  type Registration,
  type Request,
} from "./protocol.js";

/**
 * Why a name server gave no answer: `refused` nobody listens there, `closed` it went away in
 * between, `timeout` it is silent, `unreachable` the host cannot be found or reached, `garbage` what
 * answers is no name server.
 */
export type EpmdFailure = "refused" | "closed" | "timeout" | "unreachable" | "garbage";

/** A name server gave no answer; the message says which and what to do. */
export class EpmdError extends Error {
  override readonly name = "EpmdError";

  constructor(
    readonly code: EpmdFailure,
    message: string,
  ) {
    super(message);
  }
}

/** Another node of this machine has that name. */
export class NameInUse extends Error {
  override readonly name = "NameInUse";

  constructor(readonly node: string) {
    super(`Protocol 'inet_tcp': the name ${node} seems to be in use by another Erlang node`);
  }
}

/** A name that is held: for as long as the connection to the name server lives. */
export interface Registered {
  /** Which life of the name this is, never 0. */
  readonly creation: number;
  /** Gives the name back. `onLost` is not told. */
  close(): void;
  /** Calls back once when the name server goes away, at once when it already has. */
  onLost(callback: () => void): void;
}

export interface RegisterOptions {
  name: string;
  /** Where the node listens for other nodes. */
  port: number;
  hidden: boolean;
  /** What dialers learn about the node, for example {@link MARKER}; one character for each byte. */
  extra: string;
  /** The node's full name, for messages. */
  node?: string;
}

export interface AskOptions {
  /** The name server's port; `ERL_EPMD_PORT`, else 4369. */
  epmd?: number;
  /** In milliseconds, for all of it. */
  timeout?: number;
  signal?: AbortSignal;
}

const TIMEOUT = 7_000;
/** More than any name server has to say. */
const LARGEST_REPLY = 1 << 20;

/**
 * Registers a node with the name server of this machine and holds on to the name. The connection
 * does not keep the process alive.
 *
 * @throws NameInUse when another node has the name, EpmdError when there is no answer
 */
export async function register(options: RegisterOptions, ask: AskOptions = {}): Promise<Registered> {
  const node: Registration = {
    name: options.name,
    port: options.port,
    nodeType: options.hidden ? HIDDEN_NODE : NORMAL_NODE,
    protocol: 0,
    highest: DIST_VERSION,
    lowest: DIST_VERSION,
    extra: options.extra,
  };
  const { socket, reply } = await request(LOOPBACK, { type: "alive", node }, decodeAliveReply, ask);
  if (reply.result === 0) return hold(socket, reply.creation);
  socket.destroy();
  throw new NameInUse(options.node ?? options.name);
}

/**
 * What the node of that name on that host registered, or undefined when there is none.
 *
 * @throws EpmdError when the host's name server gives no answer
 * @example
 * await lookup("localhost", "a"); // { name: "a", port: 43351, extra: "iex-ts/1", ... }
 */
export async function lookup(host: string, name: string, ask: AskOptions = {}): Promise<Registration | undefined> {
  const { socket, reply } = await request(askAddress(host), { type: "port", name }, decodePortReply, ask);
  socket.destroy();
  return reply.node;
}

/**
 * All nodes that are registered on a host, with the port of its name server.
 *
 * @throws EpmdError when the host's name server gives no answer
 */
export async function names(host: string, ask: AskOptions = {}): Promise<NamesReply> {
  const whole = (bytes: Buffer, ended: boolean) => (ended ? decodeNamesReply(bytes) : undefined);
  const { socket, reply } = await request(askAddress(host), { type: "names" }, whole, ask);
  socket.destroy();
  return reply;
}

/** Asks one question. The socket stays open: closing it takes a registration back. */
function request<T>(
  host: string,
  question: Request,
  decode: (bytes: Buffer, ended: boolean) => T | undefined,
  { epmd = epmdPort(), timeout = TIMEOUT, signal }: AskOptions,
): Promise<{ socket: Socket; reply: T }> {
  return new Promise((resolve, reject) => {
    let bytes: Buffer = Buffer.alloc(0);
    const socket = connect({ host, port: epmd, noDelay: true });
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", aborted);
      socket.removeAllListeners();
      socket.on("error", () => undefined);
    };
    const fail = (code: EpmdFailure, detail?: string) => {
      settle();
      socket.destroy();
      reject(failure(code, host, epmd, detail));
    };
    const read = (ended: boolean) => {
      try {
        const reply = decode(bytes, ended);
        if (reply !== undefined) {
          settle();
          resolve({ socket, reply });
        } else if (ended) fail("closed");
        else if (bytes.length > LARGEST_REPLY) fail("garbage");
      } catch {
        fail("garbage");
      }
    };
    const aborted = () => fail("closed");
    const timer = setTimeout(() => fail("timeout"), timeout);
    if (signal?.aborted) return aborted();
    signal?.addEventListener("abort", aborted);
    socket.on("error", (error: NodeJS.ErrnoException) => fail(failureOf(error), error.message));
    socket.on("connect", () => (isOwnEcho(socket) ? fail("refused") : socket.write(encodeRequest(question))));
    socket.on("data", (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      read(false);
    });
    socket.on("end", () => read(true));
  });
}

/**
 * Dialling a port of one's own machine where nobody listens can, once in a while, reach the very
 * socket that dials.
 */
function isOwnEcho(socket: Socket): boolean {
  return socket.localPort === socket.remotePort && socket.localAddress === socket.remoteAddress;
}

function hold(socket: Socket, creation: number): Registered {
  let lost = socket.destroyed || socket.readableEnded;
  let closed = false;
  let callback: (() => void) | undefined;
  const lose = () => {
    lost = true;
    socket.destroy();
    if (!closed) callback?.();
    callback = undefined;
  };
  socket.on("close", lose).on("end", lose);
  socket.resume().unref();
  return {
    creation,
    close() {
      closed = true;
      socket.destroy();
    },
    onLost(call) {
      callback = call;
      if (lost) queueMicrotask(lose);
    },
  };
}

function failureOf(error: NodeJS.ErrnoException): EpmdFailure {
  if (error.code === "ECONNREFUSED") return "refused";
  if (error.code === "ECONNRESET" || error.code === "EPIPE") return "closed";
  return error.code === "ETIMEDOUT" ? "timeout" : "unreachable";
}

function failure(code: EpmdFailure, host: string, port: number, detail = ""): EpmdError {
  const asking = `Cannot ask the name server of "${host}" on port ${port}`;
  const why: Record<EpmdFailure, string> = {
    refused: "nobody listens there, start a node on that host or set ERL_EPMD_PORT",
    closed: "it went away before it answered, try again",
    timeout: `it does not answer, ${askAddress(host) === LOOPBACK ? "what listens there is no name server: stop it, or set ERL_EPMD_PORT to another port" : "check the network and the firewall"}`,
    unreachable: `${detail}, check the host name and the network`,
    garbage: "what answers there is not EPMD, set ERL_EPMD_PORT to another port",
  };
  return new EpmdError(code, `${asking}: ${why[code]}`);
}
