import { dynamicName } from "./dynamic-name.js";
import { FLAGS, flagsOfErlang, flagsToErlang, HEADED_FLAGS, missing } from "./flags.js";
import {
  decodeGreeting,
  type Expected,
  encodeGreeting,
  type Greeting,
  type Introduction,
  LONGEST_GREETING,
  type Status,
} from "./greeting.js";
import { splitNodeName } from "./name.js";
import { type Proof, sameDigest } from "./proof.js";
import { type Failure, quoted } from "./reasons.js";

/** What an acceptor says to a caller's name: go on, or why not. */
export type Verdict = Exclude<Status, "true" | "false">;

export interface HandshakeOptions {
  self: { node: string; creation: number; flags: bigint };
  proof: Proof;
  /** The cookie for that peer, in both directions. */
  cookie(node: string): string;
}

export interface CallerOptions extends HandshakeOptions {
  /** The node that is called. */
  peer: string;
  /** Whether that is a node of Erlang; one of ours when left out. */
  isErlang?: boolean;
  /** Asked when the peer holds a connection with this node to be alive: is another still wanted? */
  wanted(): boolean;
}

export interface AcceptorOptions extends HandshakeOptions {
  /** Asked once the caller has named itself; nothing is proven then. */
  admit(peer: Introduction): Verdict;
}

/** What came of the bytes: bytes to send, in order, and how it ended if it did. */
export interface Step {
  send: Uint8Array[];
  end?: Established | Failed;
}

export interface Established {
  type: "established";
  peer: Introduction;
  /** What the peer sent behind the handshake. */
  rest: Uint8Array;
}

export interface Failed {
  type: "failed";
  failure: Failure;
  /** The name that the other side gave, if it came so far. */
  node: string | undefined;
}

/** One side of a handshake: bytes in, steps out. It knows no socket and no clock. */
export interface Handshake {
  /** The first step, before any bytes. */
  start(): Step;
  receive(bytes: Uint8Array): Step;
  /** The other side has closed the connection: what that means at this point. */
  closed(): Failed;
}

/**
 * The side that calls: name, status, challenge, reply, ack.
 * Follows `dist_util:handshake_we_started/1`.
 *
 * The two nodes prove to each other that they know the cookie, the caller first, so that a node
 * tells a stranger nothing that depends on it.
 */
export function callerHandshake(options: CallerOptions): Handshake {
  return new Caller(options);
}

/** The side that is called. Follows `dist_util:handshake_other_started/1`. */
export function acceptorHandshake(options: AcceptorOptions): Handshake {
  return new Acceptor(options);
}

/**
 * Which of two nodes that call each other at the same moment goes on: names are compared
 * literally, and the attempt of the greater one wins.
 */
export function simultaneous(self: string, caller: string): Verdict {
  return caller > self ? "ok_simultaneous" : "nok";
}

abstract class Side<Options extends HandshakeOptions> implements Handshake {
  /** The message that has to come next; undefined when it is over. */
  protected expected: Expected | undefined;
  protected peer: Introduction | undefined;
  /** The introductions and challenges of both sides, in the order they were sent. */
  protected readonly transcript: Uint8Array[] = [];
  #held: Uint8Array = new Uint8Array();
  #sent: Uint8Array[] = [];
  #end: Established | Failed | undefined;

  constructor(protected readonly options: Options) {}

  abstract start(): Step;

  receive(bytes: Uint8Array): Step {
    this.#held = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    while (this.expected !== undefined && this.#held.length >= 2) {
      const length = this.#held[0]! * 256 + this.#held[1]!;
      if (length > LONGEST_GREETING) this.fail({ kind: "protocol", detail: `a greeting of ${length} bytes` });
      else if (this.#held.length < 2 + length) break;
      else this.#take(2 + length);
    }
    return this.step();
  }

  closed(): Failed {
    this.fail(this.whenClosed());
    return this.#end?.type === "failed" ? this.#end : { type: "failed", failure: { kind: "closed" }, node: undefined };
  }

  protected abstract handle(greeting: Greeting, bytes: Uint8Array): void;
  protected abstract whenClosed(): Failure;

  protected step(): Step {
    const send = this.#sent;
    this.#sent = [];
    const end = this.#end;
    if (end?.type === "established") end.rest = this.#held;
    return end === undefined ? { send } : { send, end };
  }

  protected send(greeting: Greeting): Uint8Array {
    const body = encodeGreeting(greeting, this.options.proof.mark);
    this.#sent.push(Buffer.concat([Uint8Array.of(body.length >> 8, body.length & 255), body]));
    return body;
  }

  protected introduction(toErlang: boolean): Introduction {
    const { self, proof } = this.options;
    if (!toErlang) return { ...self, version: proof.version };
    return { ...self, flags: flagsToErlang(self.flags) | HEADED_FLAGS, version: undefined };
  }

  protected digest(challenge: Uint8Array, who: "caller" | "acceptor"): Uint8Array {
    const cookie = this.options.cookie(this.peer!.node);
    return this.options.proof.digest(cookie, challenge, [Buffer.from(who), ...this.transcript]);
  }

  protected succeed(): void {
    this.expected = undefined;
    this.#end = { type: "established", peer: this.peer!, rest: new Uint8Array() };
  }

  protected fail(failure: Failure): void {
    this.expected = undefined;
    this.#end ??= { type: "failed", failure, node: this.peer?.node };
  }

  #take(size: number): void {
    const body = this.#held.subarray(2, size);
    this.#held = this.#held.subarray(size);
    const greeting = decodeGreeting(body, this.expected!, this.options.proof);
    if (greeting) this.handle(greeting, body);
    else this.fail({ kind: "protocol", detail: `no ${this.expected}` });
  }
}

class Caller extends Side<CallerOptions> {
  #challenge: Uint8Array = new Uint8Array();
  readonly #isErlang = this.options.isErlang ?? false;

  start(): Step {
    this.transcript.push(this.send({ type: "name", ...this.introduction(this.#isErlang) }));
    this.expected = "status";
    return this.step();
  }

  protected handle(greeting: Greeting, bytes: Uint8Array): void {
    if (greeting.type === "status") this.#status(greeting.status);
    else if (greeting.type === "challenge") this.#challenged(greeting, greeting.challenge, bytes);
    else if (greeting.type === "ack") this.#acknowledged(greeting.digest);
  }

  /** A peer that does not like our digest closes without a word. */
  protected whenClosed(): Failure {
    return { kind: this.expected === "ack" ? "cookie" : "closed" };
  }

  #status(status: Status): void {
    this.expected = "challenge";
    if (status === "ok" || status === "ok_simultaneous") return;
    if (status === "alive") this.#alive(this.options.wanted());
    else if (status === "nok") this.fail({ kind: "duplicate" });
    else if (status === "not_allowed") this.fail({ kind: "not_allowed" });
    else this.fail({ kind: "protocol", detail: `status ${status}` });
  }

  #alive(wanted: boolean): void {
    this.send({ type: "status", status: wanted ? "true" : "false" });
    if (!wanted) this.fail({ kind: "duplicate" });
  }

  #challenged(peer: Introduction, challenge: Uint8Array, bytes: Uint8Array): void {
    this.peer = introduced(peer, this.options.self.flags);
    const failure = unfit(peer, this.options.proof, this.#isErlang) ?? this.#otherName(peer.node);
    if (failure) this.fail(failure);
    else this.#reply(challenge, bytes);
  }

  #otherName(node: string): Failure | undefined {
    return node === this.options.peer ? undefined : { kind: "wrong_name", detail: `it is ${quoted(node)}` };
  }

  #reply(challenge: Uint8Array, bytes: Uint8Array): void {
    this.#challenge = this.options.proof.challenge();
    this.transcript.push(bytes, this.#challenge);
    this.send({ type: "reply", challenge: this.#challenge, digest: this.digest(challenge, "caller") });
    this.expected = "ack";
  }

  #acknowledged(digest: Uint8Array): void {
    if (sameDigest(digest, this.digest(this.#challenge, "acceptor"))) this.succeed();
    else this.fail({ kind: "cookie" });
  }
}

class Acceptor extends Side<AcceptorOptions> {
  #challenge: Uint8Array = new Uint8Array();

  start(): Step {
    this.expected = "name";
    return this.step();
  }

  protected handle(greeting: Greeting, bytes: Uint8Array): void {
    if (greeting.type === "name") this.#named(greeting, bytes);
    else if (greeting.type === "status") this.#answered(greeting.status);
    else if (greeting.type === "reply") this.#replied(greeting.challenge, greeting.digest);
  }

  protected whenClosed(): Failure {
    return { kind: "closed" };
  }

  #named(peer: Introduction, bytes: Uint8Array): void {
    this.transcript.push(bytes);
    const isNameless = this.options.proof.admitsErlang && (peer.flags & FLAGS.NAME_ME) !== 0n;
    const named = introduced(isNameless ? { ...peer, ...dynamicName(peer.node) } : peer, this.options.self.flags);
    if (splitNodeName(named.node)) this.#judge(named, isNameless);
    else this.fail({ kind: "protocol", detail: "no node name" });
  }

  #judge(peer: Introduction, isNameless: boolean): void {
    this.peer = peer;
    const { proof, admit } = this.options;
    const failure = unfit(peer, proof, proof.admitsErlang && peer.version === undefined);
    const verdict = failure ? "not_allowed" : admit(peer);
    if (isNameless && verdict === "ok") this.send({ type: "named", node: peer.node, creation: peer.creation });
    else this.send({ type: "status", status: verdict });
    if (failure) this.fail(failure);
    else if (verdict === "nok") this.fail({ kind: "duplicate" });
    else if (verdict === "not_allowed") this.fail({ kind: "not_allowed" });
    else if (verdict === "alive") this.expected = "status";
    else this.#ask();
  }

  /** Nothing is proven yet: the old connection is replaced when the handshake is through, not here. */
  #answered(status: Status): void {
    if (status === "true") this.#ask();
    else if (status === "false") this.fail({ kind: "duplicate" });
    else this.fail({ kind: "protocol", detail: `status ${status}` });
  }

  #ask(): void {
    this.#challenge = this.options.proof.challenge();
    const introduction = this.introduction(this.peer!.version === undefined);
    // Says that the name that it was given is meant.
    introduction.flags |= this.peer!.flags & FLAGS.NAME_ME;
    this.transcript.push(this.send({ type: "challenge", challenge: this.#challenge, ...introduction }));
    this.expected = "reply";
  }

  #replied(challenge: Uint8Array, digest: Uint8Array): void {
    this.transcript.push(challenge);
    if (sameDigest(digest, this.digest(this.#challenge, "caller"))) this.#acknowledge(challenge);
    else this.fail({ kind: "cookie" });
  }

  #acknowledge(challenge: Uint8Array): void {
    this.send({ type: "ack", digest: this.digest(challenge, "acceptor") });
    this.succeed();
  }
}

/** Why this node cannot talk to one that introduces itself so. */
function unfit(peer: Introduction, proof: Proof, isErlang: boolean): Failure | undefined {
  if (!isErlang && peer.version !== proof.version)
    return { kind: "version", detail: `version ${peer.version ?? "none"} instead of ${proof.version}` };
  const lacking = missing(peer.flags);
  return lacking.length === 0 ? undefined : { kind: "version", detail: `it lacks ${lacking.join(", ")}` };
}

function introduced({ node, creation, flags, version }: Introduction, own: bigint): Introduction {
  return { node, creation, flags: version === undefined ? flagsOfErlang(flags, own) : flags, version };
}
