import { enter } from "../process/index.js";
import type { Signal } from "../process/signal.js";
import type { Carrier } from "./carriers/carrier.js";
import { type CloseReason, Connection, type ConnectionLimits, type Log } from "./connection.js";
import { formFor } from "./flags.js";
import { type Established, simultaneous, type Verdict } from "./handshake.js";
import { Outbox } from "./outbox.js";
import type { Failure } from "./reasons.js";

/** What a node as a whole does for each of its neighbours. */
export interface Neighbourhood {
  readonly self: string;
  readonly limits: ConnectionLimits;
  /** Milliseconds that a connection may take to be made. */
  readonly connectTimeout: number;
  dial(neighbour: Neighbour, signal: AbortSignal): Promise<Failure | undefined>;
  up(neighbour: Neighbour): void;
  /** Signals were lost before there was a connection: what hangs on them has to be told. */
  unreachable(neighbour: Neighbour): void;
  down(neighbour: Neighbour, reason: CloseReason): void;
  received(neighbour: Neighbour, signal: Signal): void;
  /** Nothing is known and nothing is wanted of it any more. */
  forget(neighbour: Neighbour): void;
  log: Log;
}

/** How long this node waits for a call of the other one to go through before it calls itself, in milliseconds. */
const PATIENCE = 500;

/**
 * Another node, as this one sees it: unknown, called, calling, connected, lost. There is at most
 * one connection with it, whoever called, and what is sent meanwhile waits in order.
 */
export class Neighbour {
  connection: Connection | undefined;
  /** The flags that it gave, while there is a connection. */
  flags = 0n;
  /** Whether it is a node of Erlang. */
  isErlang = false;
  /** True once there was a connection. */
  wasUp = false;
  #outbox = new Outbox();
  #waiting: ((failure: Failure | undefined) => void)[] = [];
  /** Set from the first wish for a connection until there is one or it is given up. */
  #deadline: NodeJS.Timeout | undefined;
  #dialling: AbortController | undefined;
  #patience: NodeJS.Timeout | undefined;
  /** Handshakes under way that it began. */
  #calling = 0;

  constructor(
    readonly node: string,
    readonly around: Neighbourhood,
  ) {}

  /** @returns why there is no connection, or undefined when there is */
  connect(): Promise<Failure | undefined> {
    if (this.connection) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#want();
    });
  }

  /** @throws TypeError when a value of the signal cannot travel; nothing is sent then */
  deliver(signal: Signal): void {
    if (this.connection) this.connection.send(signal);
    else this.#hold(signal);
  }

  /** What to say to it when it calls. */
  admit(): Verdict {
    const verdict = this.#verdict();
    if (verdict !== "nok") this.#calling++;
    return verdict;
  }

  /** A call of it that was admitted came to nothing: now it is for this node to call. */
  callFailed(): void {
    this.#calling--;
    if (this.#deadline && !this.#dialling && this.#calling === 0) void this.#dial();
    this.#settle();
  }

  /** A call of it that was admitted went through. */
  callSucceeded(carrier: Carrier, end: Established): void {
    this.#calling--;
    this.established(carrier, end);
  }

  /**
   * There is a new connection, from either side. An older one belongs to an earlier life of the
   * node, or to one that it has given up: it goes down before the new one comes up.
   */
  established(carrier: Carrier, { peer, rest }: Established): void {
    this.connection?.close("connection_closed");
    this.flags = peer.flags;
    this.wasUp = true;
    const outbox = this.#outbox;
    this.#outbox = new Outbox();
    const isErlang = peer.version === undefined;
    this.isErlang = isErlang;
    const connection = new Connection({
      ...this.around.limits,
      carrier,
      peer: { node: peer.node, creation: peer.creation },
      isErlang,
      form: isErlang ? formFor(peer.flags) : "plain",
      outbox,
      received: (signal) => this.around.received(this, signal),
      closed: (reason) => this.#down(reason),
      log: this.around.log,
    });
    this.connection = connection;
    this.around.up(this);
    connection.open(rest);
    this.#resolve(undefined);
  }

  /** Ends every wish for a connection. */
  giveUp(failure: Failure): void {
    const lost = this.#outbox.size > 0;
    this.#outbox = new Outbox();
    this.#resolve(failure);
    if (lost) this.around.unreachable(this);
    this.#settle();
  }

  #verdict(): Verdict {
    if (this.connection) return "alive";
    return this.#dialling ? simultaneous(this.around.self, this.node) : "ok";
  }

  /** It waits in the outbox, within bounds, for a connection. */
  #hold(signal: Signal): void {
    this.#outbox.put(signal);
    if (this.#outbox.size <= this.around.limits.longestBacklog) this.#want();
    else this.giveUp({ kind: "timeout", detail: "too much waits to be sent" });
  }

  #want(): void {
    if (this.#deadline) return;
    // A connection is the node's: it must neither hold nor speak for the process that needed it first.
    enter(undefined, () => {
      this.#deadline = setTimeout(() => this.giveUp({ kind: "timeout" }), this.around.connectTimeout);
      if (this.#calling === 0) void this.#dial();
      else this.#wait();
    });
  }

  /** Anyone can call under its name: who proves nothing must not keep this node from calling. */
  #wait(): void {
    this.#patience = setTimeout(() => this.#dial(), PATIENCE);
  }

  async #dial(): Promise<void> {
    clearTimeout(this.#patience);
    const dialling = new AbortController();
    this.#dialling = dialling;
    const failure = await this.around.dial(this, dialling.signal);
    if (this.#dialling !== dialling) return;
    this.#dialling = undefined;
    if (failure?.kind === "duplicate") this.#wait();
    else if (failure) this.giveUp(failure);
  }

  /** Whoever waited for a connection learns how it went. */
  #resolve(failure: Failure | undefined): void {
    clearTimeout(this.#deadline);
    clearTimeout(this.#patience);
    this.#deadline = undefined;
    const dialling = this.#dialling;
    this.#dialling = undefined;
    dialling?.abort();
    for (const resolve of this.#waiting.splice(0)) resolve(failure);
  }

  #down(reason: CloseReason): void {
    this.connection = undefined;
    this.around.down(this, reason);
  }

  #settle(): void {
    const idle = !this.connection && !this.#deadline && this.#calling === 0;
    if (idle && !this.wasUp) this.around.forget(this);
  }
}
