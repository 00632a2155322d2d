import type { Signal } from "../process/signal.js";
import type { Wire } from "../process/wire.js";
import { type Atom, atom } from "../term/index.js";
import { authenticate } from "./authenticate.js";
import type { CarrierKind } from "./carriers/carrier.js";
import type { Caller, Listener } from "./carriers/listener.js";
import type { CloseReason, Connection, ConnectionLimits, Log } from "./connection.js";
import { CookieJar } from "./cookie-jar.js";
import { dial, type Lookup } from "./dial.js";
import { isHidden, ownFlags, speaksGlobal } from "./flags.js";
import type { Introduction } from "./greeting.js";
import { acceptorHandshake, callerHandshake, type Failed, type HandshakeOptions, type Verdict } from "./handshake.js";
import { meshNodes, meshSignal } from "./mesh.js";
import { hostRefusal, type NameMode } from "./name.js";
import { Neighbour, type Neighbourhood } from "./neighbour.js";
import { hmacProof, md5Proof } from "./proof.js";
import { explain, type Failure, logLine } from "./reasons.js";

/** What the kernel hears from other nodes. */
export interface Kernel {
  /** A signal for a process of this node. */
  signal(from: string, signal: Signal): void;
  nodeUp(node: string, info: { hidden: boolean; creation: number; global: boolean }): void;
  /**
   * A connection was lost; or, with the reason `noconnection`, signals were lost for want of one, with
   * no `nodeUp` before. Links and monitors come to an end, and so do requests for processes: the kernel
   * answers them itself.
   */
  nodeDown(node: string, reason: Atom): void;
}

export interface DistributionOptions {
  node: string;
  /** Which life of the name this is, from the port mapper. */
  creation: number;
  mode: NameMode;
  cookie: string;
  hidden: boolean;
  /** Visible to nodes of Erlang, too, and sharing names with them and with others that are. */
  visible?: boolean | undefined;
  /** How to call other nodes of ours: on a websocket when left out. Erlang's are always called on TCP. */
  carrier?: CarrierKind | undefined;
  lookup: Lookup;
  kernel: Kernel;
  log: Log;
  /** Seconds of silence after which a peer counts as lost; 60. */
  netTicktime?: number | undefined;
  /** Milliseconds that a connection may take to be made; 7000. */
  connectTimeout?: number | undefined;
  /** Bytes that may wait for a slow peer before a warning; 64 MiB. */
  highWater?: number | undefined;
  /** Bytes that may wait for a slow peer at all; 1 GiB. */
  longestBacklog?: number | undefined;
}

/** Which nodes to list, as in `Node.list/1`. */
type NodeKind = "visible" | "hidden" | "connected" | "known";

/** What a connection carried so far, in bytes, and with what kind of node. */
export type Traffic = Connection["traffic"];

/** The other nodes. */
export interface Distribution extends Wire {
  readonly port: number;
  /** True when there is a connection, now or after some time; else the log says why not, unless `quiet`. */
  connect(node: string, quiet?: boolean): Promise<boolean>;
  /** False when there was no connection. */
  disconnect(node: string): boolean;
  list(kind: NodeKind): string[];
  isConnected(node: string): boolean;
  /** What came and went over the connection with a node; undefined without one. */
  traffic(node: string): Traffic | undefined;
  /** Gives a peer a cookie of its own, or with `undefined` this node another one. */
  setCookie(node: string | undefined, cookie: string): void;
  getCookie(node?: string): string;
  stop(): Promise<void>;
}

/**
 * Makes a node part of a cluster: answers calls at its port, calls others when there is something to
 * say to them, keeps the mesh. Follows `net_kernel`.
 *
 * @example
 * const listener = await listen({ host: "localhost" });
 * const distribution = startDistribution(listener, { node: "me@localhost", mode: "short", … });
 * await distribution.connect("you@localhost"); // true
 */
export function startDistribution(listener: Listener, options: DistributionOptions): Distribution {
  const nodes = new Nodes(listener, options);
  listener.serve({
    call: (caller) => nodes.answer(caller),
    log: (line) => options.log("notice", line),
  });
  return nodes;
}

class Nodes implements Distribution, Neighbourhood {
  readonly self: string;
  readonly log: Log;
  readonly limits: ConnectionLimits;
  readonly connectTimeout: number;
  readonly #listener: Listener;
  readonly #options: DistributionOptions;
  readonly #neighbours = new Map<string, Neighbour>();
  readonly #cookies: CookieJar;
  readonly #handshake: Omit<HandshakeOptions, "proof">;
  #stopped = false;

  constructor(listener: Listener, options: DistributionOptions) {
    const { node, creation, cookie, hidden, visible, log } = options;
    this.#listener = listener;
    this.#options = options;
    this.self = node;
    this.log = log;
    this.limits = {
      tickTime: options.netTicktime ?? 60,
      highWater: options.highWater ?? 0x400_0000,
      longestBacklog: options.longestBacklog ?? 0x4000_0000,
    };
    this.connectTimeout = options.connectTimeout ?? 7_000;
    this.#cookies = new CookieJar(node, cookie);
    this.#handshake = {
      self: { node, creation, flags: ownFlags(hidden, visible) },
      cookie: (peer) => this.#cookies.get(peer),
    };
  }

  get port(): number {
    return this.#listener.port;
  }

  deliver(node: string, signal: Signal): void {
    this.#neighbour(node).deliver(signal);
  }

  async connect(node: string, quiet = false): Promise<boolean> {
    if (node === this.self) return true;
    const failure = await this.#neighbour(node).connect();
    if (failure && !quiet && !this.#isComplaint(failure)) this.log("notice", explain(node, failure));
    return failure === undefined;
  }

  disconnect(node: string): boolean {
    const connection = this.#neighbours.get(node)?.connection;
    connection?.close("disconnect");
    return connection !== undefined;
  }

  list(kind: NodeKind): string[] {
    if (kind === "known") return [this.self, ...this.#names(({ wasUp }) => wasUp)];
    return this.#names((neighbour) => neighbour.connection !== undefined && this.#isOf(kind, neighbour));
  }

  isConnected(node: string): boolean {
    return this.#neighbours.get(node)?.connection !== undefined;
  }

  traffic(node: string): Traffic | undefined {
    return this.#neighbours.get(node)?.connection?.traffic;
  }

  setCookie(node: string | undefined, cookie: string): void {
    this.#cookies.set(node, cookie);
  }

  getCookie(node?: string): string {
    return this.#cookies.get(node);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const connections = [...this.#neighbours.values()].flatMap(({ connection }) => connection ?? []);
    for (const neighbour of this.#neighbours.values()) neighbour.giveUp({ kind: "stopped" });
    for (const connection of connections) connection.close("net_kernel_terminated");
    await Promise.all(connections.map(({ ended }) => ended));
    await this.#listener.close();
  }

  /** Somebody calls. */
  answer({ carrier, kind, admit }: Caller): void {
    let caller: Neighbour | undefined;
    const handshake = acceptorHandshake({
      ...this.#handshake,
      proof: PROOFS[kind],
      admit: (peer) => {
        const verdict = this.#admit(peer);
        if (verdict !== "nok" && verdict !== "not_allowed") caller = this.#neighbour(peer.node);
        return verdict;
      },
    });
    authenticate(carrier, handshake, (end) => {
      if (end.type === "failed") {
        this.#reject(carrier.remote, end);
        return caller?.callFailed();
      }
      admit();
      if (this.#stopped) carrier.destroy();
      else caller!.callSucceeded(carrier, end);
    });
  }

  dial(neighbour: Neighbour, signal: AbortSignal): Promise<Failure | undefined> {
    if (this.#stopped) return Promise.resolve({ kind: "stopped" });
    const { mode, lookup, carrier = "websocket" } = this.#options;
    const wanted = () => neighbour.connection === undefined;
    const common = { ...this.#handshake, peer: neighbour.node, wanted };
    return dial(neighbour.node, {
      mode,
      lookup,
      carrier,
      signal,
      handshake: ({ carrier, isErlang }) => callerHandshake({ ...common, proof: PROOFS[carrier], isErlang }),
      established: (carrier, end) => neighbour.established(carrier, end),
    }).then((failure) => this.#complain(neighbour.node, failure));
  }

  up(neighbour: Neighbour): void {
    const { peer } = neighbour.connection!;
    const hidden = this.#isHidden(neighbour);
    const global = speaksGlobal(this.#handshake.self.flags) && speaksGlobal(neighbour.flags);
    this.#options.kernel.nodeUp(peer.node, { hidden, creation: peer.creation, global });
    if (hidden || neighbour.isErlang) return;
    const others = this.#names((other) => other !== neighbour && this.#isOfMesh(other));
    if (others.length > 0) neighbour.deliver(meshSignal({ node: this.self, creation: this.#options.creation }, others));
  }

  unreachable(neighbour: Neighbour): void {
    this.#options.kernel.nodeDown(neighbour.node, atom.noconnection);
  }

  down(neighbour: Neighbour, reason: CloseReason): void {
    this.#options.kernel.nodeDown(neighbour.node, atom[reason]!);
  }

  received(neighbour: Neighbour, signal: Signal): void {
    const nodes = meshNodes(signal);
    if (nodes === undefined) this.#options.kernel.signal(neighbour.node, signal);
    else if (!this.#isHidden(neighbour)) this.#join(nodes);
  }

  forget(neighbour: Neighbour): void {
    this.#neighbours.delete(neighbour.node);
  }

  #join(nodes: readonly string[]): void {
    for (const node of nodes) if (node !== this.self) void this.#neighbour(node).connect();
  }

  #neighbour(node: string): Neighbour {
    let found = this.#neighbours.get(node);
    if (!found) this.#neighbours.set(node, (found = new Neighbour(node, this)));
    return found;
  }

  #admit({ node, creation }: Introduction): Verdict {
    const isStranger = node === this.self || node.length > LONGEST_NAME || creation === 0;
    if (this.#stopped || isStranger || hostRefusal(this.#options.mode, node)) return "not_allowed";
    return this.#neighbour(node).admit();
  }

  /** A wrong cookie is worth a line; that a caller went away is not. */
  #reject(remote: string, { failure, node }: Failed): void {
    if (failure.kind === "cookie") this.log("error", logLine.wrongCookie(node!));
    else if (failure.kind === "duplicate" || failure.kind === "closed") return;
    else if (node === undefined) this.log("notice", logLine.rejected(remote, failure));
    else this.log("notice", logLine.refused(node, failure));
  }

  /** Some names are refused aloud whoever uses them, in Erlang's words. */
  #complain(node: string, failure: Failure | undefined): Failure | undefined {
    if (failure?.kind === "invalid_name") this.log("error", logLine.noHost(node));
    if (failure?.kind === "name_mismatch") this.log("error", `${hostRefusal(this.#options.mode, node)}\n`);
    return failure;
  }

  #isComplaint({ kind }: Failure): boolean {
    return kind === "invalid_name" || kind === "name_mismatch";
  }

  /** Nodes of Erlang have a mesh of their own: `global` sees to it. */
  #isOfMesh(neighbour: Neighbour): boolean {
    return neighbour.connection !== undefined && !neighbour.isErlang && !this.#isHidden(neighbour);
  }

  #isHidden({ flags }: Neighbour): boolean {
    return this.#options.hidden || isHidden(flags);
  }

  #isOf(kind: "visible" | "hidden" | "connected", neighbour: Neighbour): boolean {
    return kind === "connected" || (kind === "hidden") === this.#isHidden(neighbour);
  }

  #names(is: (neighbour: Neighbour) => boolean): string[] {
    return [...this.#neighbours.values()].filter(is).map(({ node }) => node);
  }
}

const PROOFS = { websocket: hmacProof, tcp: md5Proof };

/** A node's name is an atom, which has so many characters at most. */
const LONGEST_NAME = 255;
