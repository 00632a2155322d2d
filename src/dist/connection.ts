import { setImmediate } from "node:timers";
import { Reader } from "../etf/index.js";
import type { Signal } from "../process/signal.js";
import { atom } from "../term/index.js";
import type { Carrier } from "./carriers/carrier.js";
import { type Peer, readSignal } from "./control.js";
import { FrameParser, LONGEST_FRAME, PASS_THROUGH, TICK } from "./frame.js";
import type { Outbox } from "./outbox.js";
import { logLine } from "./reasons.js";
import { BadSpawnOption } from "./spawn-options.js";
import { startTicker } from "./ticker.js";

/** Why a connection ended: the reason in `nodedown`. */
export type CloseReason = "connection_closed" | "net_tick_timeout" | "disconnect" | "net_kernel_terminated";

type Level = "debug" | "notice" | "warning" | "error";
export type Log = (level: Level, message: string) => void;

export interface ConnectionLimits {
  /** Seconds: `net_ticktime`. */
  tickTime: number;
  /** Bytes that may wait to be sent before a warning, and before the connection is given up. */
  highWater: number;
  longestBacklog: number;
}

export interface ConnectionOptions extends ConnectionLimits {
  carrier: Carrier;
  peer: Peer;
  /** A node of Erlang: its ticks are answered at once, since its tick time may be shorter than ours. */
  isErlang?: boolean;
  /** What waits to be sent; the connection goes on with it. */
  outbox: Outbox;
  /** Gets every signal of the peer, in order. */
  received(signal: Signal): void;
  /** Called once, in the same turn as the connection ends. */
  closed(reason: CloseReason): void;
  log: Log;
}

/** A peer that has proven to know the cookie: signals in both directions, until it is lost. */
export class Connection {
  readonly peer: Peer;
  /** Settles when the carrier has closed too. */
  readonly ended: Promise<void>;
  readonly #options: ConnectionOptions;
  readonly #outbox: Outbox;
  readonly #carrier: Carrier;
  readonly #frames = new FrameParser(LONGEST_FRAME);
  readonly #stopTicker: () => void;
  readonly #flushOnce = (): void => this.#flush();
  #written = 0;
  #scheduled = false;
  #warned = false;
  #closed = false;

  constructor(options: ConnectionOptions) {
    const { carrier, peer, outbox, tickTime } = options;
    this.#options = options;
    this.#carrier = carrier;
    this.#outbox = outbox;
    this.peer = peer;
    this.#stopTicker = startTicker({
      tickTime,
      read: () => carrier.bytesRead,
      written: () => this.#written,
      tick: () => this.#write(TICK),
      lost: () => this.#lost(),
    });
    this.ended = new Promise((resolve) => {
      carrier.onClose = () => {
        this.#end("connection_closed");
        resolve();
      };
    });
  }

  /**
   * Begins to receive and to send what waited. Apart from the constructor, so that the node can be
   * announced before its first signal.
   *
   * @param rest what came in behind the handshake
   */
  open(rest: Uint8Array): void {
    this.#flush();
    this.#take(rest);
    this.#carrier.onData = (chunk) => this.#take(chunk);
  }

  /**
   * Sends a signal with all others of this turn of the event loop: what arrives is answered, and the
   * processes that it wakes have spoken, before anything leaves. A write to a socket costs more than
   * all else that happens to a signal.
   *
   * @throws TypeError when a value of it cannot travel; nothing is sent then
   */
  send(signal: Signal): void {
    this.#outbox.put(signal);
    if (this.#outbox.isFull) this.#flush();
    else if (!this.#scheduled) {
      this.#scheduled = true;
      setImmediate(this.#flushOnce);
    }
  }

  /** Sends what waits and closes. The peer sees `connection_closed`. */
  close(reason: CloseReason): void {
    if (this.#closed) return;
    this.#flush();
    this.#carrier.close();
    this.#end(reason);
  }

  /** Two nodes that both answer would never stop. */
  #ticked(): void {
    if (this.#options.isErlang) this.#write(TICK);
  }

  #lost(): void {
    this.#options.log("error", logLine.tickTimeout(this.peer.node));
    this.#abandon("net_tick_timeout");
  }

  #abandon(reason: CloseReason): void {
    this.#end(reason);
    this.#carrier.destroy();
  }

  #end(reason: CloseReason): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopTicker();
    this.#options.closed(reason);
  }

  #flush(): void {
    this.#scheduled = false;
    if (this.#closed || this.#outbox.size === 0) return;
    for (const portion of this.#outbox.take()) this.#write(portion);
    this.#watchBacklog();
  }

  #write(bytes: Uint8Array): void {
    this.#written += bytes.length;
    this.#carrier.send(bytes);
  }

  /** Senders are not held up here, so somebody has to be told, and memory has to have an end. */
  #watchBacklog(): void {
    const { backlog } = this.#carrier;
    const { highWater, longestBacklog, log } = this.#options;
    if (backlog > highWater && !this.#warned) log("warning", logLine.backlog(this.peer.node, backlog));
    this.#warned = this.#warned ? backlog > highWater / 2 : backlog > highWater;
    if (backlog > longestBacklog) this.#overflow(backlog);
  }

  #overflow(backlog: number): void {
    this.#options.log("error", logLine.overflow(this.peer.node, backlog));
    this.#abandon("connection_closed");
  }

  #take(chunk: Uint8Array): void {
    if (this.#closed) return;
    try {
      this.#frames.push(chunk, (frame) => this.#frame(frame));
    } catch (error) {
      this.#options.log("error", logLine.tooLong(this.peer.node, error));
      this.#abandon("connection_closed");
    }
  }

  #frame(frame: Uint8Array): void {
    // An earlier signal of the same chunk may have ended the connection.
    if (this.#closed) return;
    if (frame.length === 0) this.#ticked();
    else this.#message(frame);
  }

  /** One message that cannot be read is reported and dropped: the stream goes on. */
  #message(frame: Uint8Array): void {
    try {
      if (frame[0] !== PASS_THROUGH) throw new RangeError(`Cannot read a message that begins with ${frame[0]}`);
      this.#options.received(readSignal(new Reader(frame, 1), this.peer));
    } catch (error) {
      if (error instanceof BadSpawnOption) this.#refuse(error);
      else this.#options.log("error", logLine.undecodable(this.peer.node, error));
    }
  }

  #refuse({ ref, from }: BadSpawnOption): void {
    this.send({ type: "spawnReply", ref, to: from, linked: false, monitored: false, result: atom("badopt") });
  }
}
