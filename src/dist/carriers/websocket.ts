import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { WebSocket, WebSocketServer } from "ws";
import { LONGEST_FRAME } from "../frame.js";
import type { Carrier } from "./carrier.js";
import { DialError, failureOf } from "./dial-error.js";

/** Both the path and the sub-protocol of a node's websocket. */
const PROTOCOL = "iex-ts";
/** How long the other side may take over the closing handshake, in milliseconds. */
const FAREWELL = 1_000;
/** The greatest head of an HTTP request, in bytes. */
const LONGEST_HEAD = 8_192;

/**
 * Calls the node that listens there.
 *
 * The mask of zeros keeps the protocol's rule that clients mask and spares both sides the work:
 * masks protect proxies from browsers, and neither is here.
 *
 * @throws DialError
 */
export async function dialWebSocket(host: string, port: number, signal: AbortSignal): Promise<Carrier> {
  const { WebSocket } = await import("ws");
  let ws: WebSocket | undefined;
  try {
    ws = new WebSocket(address(host, port), PROTOCOL, {
      perMessageDeflate: false,
      generateMask: (mask) => mask.fill(0),
      maxPayload: LONGEST_FRAME,
      followRedirects: false,
    });
    const [[response]] = await Promise.all([once(ws, "upgrade", { signal }), once(ws, "open", { signal })]);
    return new WebSocketCarrier(ws, (response as IncomingMessage).socket, true);
  } catch (error) {
    ws?.on("error", ignore).terminate();
    throw new DialError(failureOf(error));
  }
}

/** @throws SyntaxError when no address can look like that */
function address(host: string, port: number): string {
  return `ws://${host.includes(":") ? `[${host}]` : host}:${port}/${PROTOCOL}`;
}

/** Serves websockets, and an explanation to browsers, on sockets that were accepted elsewhere. */
export interface WebSocketAcceptor {
  /** Takes over a socket whose first bytes are HTTP. */
  take(socket: Socket): void;
}

/** @param accept gets every websocket that a node opens */
export async function webSocketAcceptor(
  accept: (carrier: Carrier, socket: Socket) => void,
): Promise<WebSocketAcceptor> {
  const { WebSocketServer } = await import("ws");
  // An import would make all its exports, and the newest of them load much that nobody here needs.
  const { createServer } = process.getBuiltinModule("node:http");
  const upgrader = new WebSocketServer({
    noServer: true,
    path: `/${PROTOCOL}`,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: LONGEST_FRAME,
  });
  const web = createServer({ maxHeaderSize: LONGEST_HEAD }, (_request, response) => {
    response.writeHead(426, { "content-type": "text/plain; charset=utf-8", connection: "close", upgrade: "websocket" });
    response.end(EXPLANATION);
  });
  web.on("clientError", (_error, socket) => socket.destroy());
  web.on("upgrade", (request, socket, head) => upgrade(upgrader, request, socket as Socket, head, accept));
  return { take: (socket) => void web.emit("connection", socket) };
}

const EXPLANATION =
  "This is a node of iex-ts. It talks to other nodes, not to browsers.\n" +
  'To talk to it, start a node of your own and call Node.connect("name@host").\n';

function upgrade(
  upgrader: WebSocketServer,
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
  accept: (carrier: Carrier, socket: Socket) => void,
): void {
  if (request.headers["sec-websocket-protocol"] !== PROTOCOL) return void socket.destroy();
  upgrader.handleUpgrade(request, socket, head, (ws) => accept(new WebSocketCarrier(ws, socket, false), socket));
}

class WebSocketCarrier implements Carrier {
  readonly remote: string;
  onClose: (() => void) | undefined;
  readonly #ws: WebSocket;
  readonly #socket: Socket;
  /** Clients mask and servers do not. */
  readonly #masks: boolean;
  #onData: ((chunk: Uint8Array) => void) | undefined;
  #early: Uint8Array[] = [];

  constructor(ws: WebSocket, socket: Socket, masks: boolean) {
    this.#ws = ws;
    this.#socket = socket;
    this.#masks = masks;
    this.remote = `${socket.remoteAddress}:${socket.remotePort}`;
    socket.setNoDelay(true);
    ws.on("message", (data, isBinary) => (isBinary ? this.#take(data as Buffer) : ws.terminate()));
    ws.on("error", () => ws.terminate());
    ws.on("close", () => this.onClose?.());
  }

  get bytesRead(): number {
    return this.#socket.bytesRead;
  }

  get backlog(): number {
    return this.#ws.bufferedAmount;
  }

  get onData(): ((chunk: Uint8Array) => void) | undefined {
    return this.#onData;
  }

  set onData(handler: ((chunk: Uint8Array) => void) | undefined) {
    this.#onData = handler;
    while (this.#onData && this.#early.length > 0) this.#onData(this.#early.shift()!);
  }

  send(bytes: Uint8Array, sent: () => void = ignore): void {
    if (this.#ws.readyState !== this.#ws.OPEN) return;
    if (bytes.length > SHORT) this.#ws.send(bytes, SEND_OPTIONS, sent);
    else this.#socket.write(shortFrame(bytes, this.#masks), sent);
  }

  close(): void {
    this.#ws.close();
    setTimeout(() => this.#ws.terminate(), FAREWELL).unref();
  }

  destroy(): void {
    this.#ws.terminate();
  }

  #take(chunk: Uint8Array): void {
    if (this.#onData) this.#onData(chunk);
    else this.#early.push(chunk);
  }
}

const SEND_OPTIONS = { binary: true, compress: false };

/** Up to so many bytes, a copy behind its header costs less than to hand header and bytes to the system apart. */
const SHORT = 0x2000;
/** A binary message in one frame (RFC 6455, 5.2). */
const WHOLE_BINARY = 0x82;
const MASKED = 0x80;
/** Longer ones have their length in two more bytes, which this stands for. */
const LONGEST_TINY = 125;
const LENGTH_IN_16_BITS = 126;
/** The mask, which is zero: see {@link dialWebSocket}. */
const MASK_SIZE = 4;

/** What `ws` makes of a short message, in one piece. Nothing else is under way: what `ws` sends goes out at once. */
function shortFrame(bytes: Uint8Array, masks: boolean): Buffer {
  const { length } = bytes;
  const isTiny = length <= LONGEST_TINY;
  const head = (isTiny ? 2 : 4) + (masks ? MASK_SIZE : 0);
  const frame = Buffer.allocUnsafe(head + length);
  frame.fill(0, 0, head);
  frame[0] = WHOLE_BINARY;
  frame[1] = (masks ? MASKED : 0) | (isTiny ? length : LENGTH_IN_16_BITS);
  if (!isTiny) frame.writeUInt16BE(length, 2);
  frame.set(bytes, head);
  return frame;
}

/** A failed write is followed by `close`, which is where it is dealt with. */
function ignore(): void {}
