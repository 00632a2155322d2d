import { setImmediate } from "node:timers";
import { Reader } from "../etf/index.js";
import type { Signal } from "../process/signal.js";
import { atom } from "../term/index.js";
import type { Carrier } from "./carriers/carrier.js";
import { type Peer, readSignal } from "./control.js";
import { DistHeaders, HEADED } from "./dist-header.js";
import type { Form } from "./flags.js";
import { DistHeaderError, type FragmentLimits } from "./fragments.js";
import { FrameParser, LONGEST_FRAME, PASS_THROUGH, TICK } from "./frame.js";
import { HeadedOutbox } from "./headed-outbox.js";
import type { Outbox, Outgoing } from "./outbox.js";
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
  /** How messages look, in both directions: plain when left out. */
  form?: Form;
  /** What waits to be sent; the connection goes on with it. */
  outbox: Outbox;
  /** Gets every signal of the peer, in order. */
  received(signal: Signal): void;
  /** Called once, in the same turn as the connection ends. */
  closed(reason: CloseReason): void;
  log: Log;
}

/** Bytes of long messages that are given to the carrier at a time: what comes next waits behind no more. */
const IN_FLIGHT = 0x8_0000;

/**
 * For how long, in milliseconds, what is full leaves within the turn that sends. Ctrl+C ends a longer
 * turn in the midst of anything, and a carrier that was cut off in a write would write no more.
 */
const SHORT_TURN = 50;

/** What the unfinished messages of a peer may cost. */
const FRAGMENT_LIMITS: FragmentLimits = {
  longestMessage: LONGEST_FRAME,
  mostBytes: 2 * LONGEST_FRAME,
  mostSequences: 4096,
  longestSilence: 60_000,
  now: () => performance.now(),
};

/** A peer that has proven to know the cookie: signals in both directions, until it is lost. */
export class Connection {
  readonly peer: Peer;
  /** Settles when the carrier has closed too. */
  readonly ended: Promise<void>;
  readonly #options: ConnectionOptions;
  readonly #outbox: Outgoing;
  readonly #carrier: Carrier;
  readonly #frames = new FrameParser(LONGEST_FRAME);
  /** For peers that put a header before their messages. */
  readonly #headers: DistHeaders | undefined;
  readonly #sent: (() => void) | undefined;
  readonly #stopTicker: () => void;
  readonly #endTurn = (): void => {
    this.#scheduled = undefined;
    this.#flush();
  };
  readonly #hasRoom = (): boolean => this.#carrier.backlog < IN_FLIGHT;
  #written = 0;
  /** When the turn that sends has sent first, while there is more to come at its end. */
  #scheduled: number | undefined;
  #warned = false;
  #closed = false;

  constructor(options: ConnectionOptions) {
    const { carrier, peer, outbox, tickTime, form = "plain" } = options;
    this.#options = options;
    this.#carrier = carrier;
    this.#outbox = form === "plain" ? outbox : new HeadedOutbox(outbox, form);
    if (form === "plain") outbox.settle();
    else {
      this.#headers = new DistHeaders(FRAGMENT_LIMITS);
      this.#sent = () => this.#flush();
    }
    this.peer = peer;
    this.#stopTicker = startTicker({
      tickTime,
      read: () => carrier.bytesRead,
      written: () => this.#written,
      tick: () => this.#write(TICK),
      looked: () => this.#expire(),
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
    if (this.#scheduled === undefined) {
      setImmediate(this.#endTurn);
      this.#scheduled = performance.now();
    }
    if (!this.#outbox.isFull) return;
    if (performance.now() - this.#scheduled < SHORT_TURN) this.#flush();
    else this.#watchBacklog();
  }

  /** Sends what waits and closes. The peer sees `connection_closed`. */
  close(reason: CloseReason): void {
    if (this.#closed) return;
    this.#flush(() => true);
    this.#carrier.close();
    this.#end(reason);
  }

  /** Bytes that came and went so far, ticks included, and whether it is a node of Erlang that sent them. */
  get traffic(): { received: number; sent: number; isErlang: boolean } {
    const { isErlang = false } = this.#options;
    return { received: this.#carrier.bytesRead, sent: this.#written, isErlang };
  }

  /** Two nodes that both answer would never stop. Where bytes wait already, the peer will hear these. */
  #ticked(): void {
    if (this.#options.isErlang && this.#carrier.backlog === 0) this.#write(TICK);
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

  #flush(hasRoom = this.#hasRoom): void {
    if (this.#closed || this.#outbox.size === 0) return;
    for (const portion of this.#outbox.take(hasRoom)) this.#write(portion);
    this.#watchBacklog();
  }

  #write(bytes: Uint8Array): void {
    this.#written += bytes.length;
    this.#carrier.send(bytes, this.#sent);
  }

  /** Senders are not held up here, so somebody has to be told, and memory has to have an end. */
  #watchBacklog(): void {
    const backlog = this.#carrier.backlog + this.#outbox.size;
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
      this.#breakOff(error);
    }
  }

  #breakOff(error: unknown): void {
    this.#options.log("error", logLine.brokenOff(this.peer.node, error));
    this.#abandon("connection_closed");
  }

  #expire(): void {
    const count = this.#headers?.expire() ?? 0;
    if (count > 0) this.#options.log("warning", logLine.expired(this.peer.node, count));
  }

  #frame(frame: Uint8Array): void {
    // An earlier signal of the same chunk may have ended the connection.
    if (this.#closed) return;
    if (frame.length === 0) this.#ticked();
    else this.#message(frame);
  }

  /** One message that cannot be read is reported and dropped: the stream goes on, unless it is the headers' thread that is lost. */
  #message(frame: Uint8Array): void {
    try {
      const reader = this.#reader(frame);
      if (reader) this.#options.received(readSignal(reader, this.peer));
    } catch (error) {
      if (error instanceof BadSpawnOption) this.#refuse(error);
      else if (error instanceof DistHeaderError) this.#breakOff(error);
      else this.#options.log("error", logLine.undecodable(this.peer.node, error));
    }
  }

  /** @returns undefined for a fragment of a message that is not complete */
  #reader(frame: Uint8Array): Reader | undefined {
    if (frame[0] === PASS_THROUGH) return new Reader(frame, 1);
    if (frame[0] === HEADED && this.#headers) return this.#headers.read(frame);
    throw new RangeError(`Cannot read a message that begins with ${frame[0]}`);
  }

  #refuse({ ref, from }: BadSpawnOption): void {
    this.send({ type: "spawnReply", ref, to: from, linked: false, monitored: false, result: atom("badopt") });
  }
}
