import { type From, isFrom } from "../../otp/gen.js";
import { atom, isTuple, type Pid, type Tuple, tuple } from "../../term/index.js";
import type { Here, Perform } from "./effect.js";
import { Holdings, readLockId } from "./holdings.js";
import { GLOBAL } from "./lock-table.js";
import { LostConnections, newReport, type Report, reportTerm } from "./lost-connections.js";
import { Meetings } from "./meetings.js";
import { Members } from "./members.js";
import { nodeOf, PROTOCOL, readEntry, readVersions, TELLS_VERSIONS, versionsTerm } from "./wire.js";

/** What `call` returns when the answer comes later, as an effect. */
export const PENDING: unique symbol = Symbol("pending") as never;

/**
 * `global_name_server` without its process: messages in, effects out. It knows the names of the whole
 * cluster and the locks of this node, connects partitions, and keeps them from overlapping.
 */
export class NameServer {
  readonly members = new Members();
  readonly holdings: Holdings;
  readonly #meetings: Meetings;
  readonly #lost = new LostConnections();

  constructor(
    readonly here: Here,
    readonly perform: Perform,
  ) {
    this.holdings = new Holdings(here, perform);
    this.#meetings = new Meetings(here, this.members, this.holdings, perform);
  }

  /** True while names may not be changed, but by whoever holds the lock. */
  get isLocked(): boolean {
    return this.holdings.locks.isSet(GLOBAL);
  }

  /** @returns the reply; undefined for a request that is not known */
  call(request: unknown, from: From): unknown {
    const [kind, ...fields] = isTuple(request) ? request : [request];
    return this.#calls.get(kind)?.(from, ...fields);
  }

  cast(request: unknown): void {
    const [kind, ...fields] = isTuple(request) ? request : [];
    if (kind === atom.lock_set) this.#meetings.proxied(request as Tuple);
    else this.#casts.get(kind)?.(...fields);
  }

  info(message: unknown): void {
    const [kind, ...fields] = isTuple(message) ? message : [];
    this.#infos.get(kind)?.(...fields);
  }

  readonly #calls = new Map<unknown, (from: From, ...fields: unknown[]) => unknown>([
    [atom.get_known, () => versionsTerm(this.members.known, false)],
    [atom.get_synced, () => [...this.members.synced].map((node) => atom(node))],
    [atom.get_protocol_version, () => PROTOCOL],
    [atom.get_names_ext, () => this.holdings.names.externals()],
    [atom.set_lock, ([holder], id) => this.#setLock(id, holder)],
    [atom.del_lock, ([holder], id) => this.#deleteLock(id, holder)],
    [atom.register, ([holder], name, pid, method) => this.#register(tuple(name, pid, method), holder)],
    [
      atom.register_ext,
      ([holder], name, pid, method, node) => this.#register(tuple(name, pid, method), holder, { node }),
    ],
    [atom.unregister, (_from, name) => this.#unregister(name)],
    [atom.sync, (from, nodes) => (this.members.sync(listOf(nodes).map(nodeOf), from) ? atom.ok : PENDING)],
  ]);

  readonly #casts = new Map<unknown, (...fields: unknown[]) => void>([
    [atom.init_connect, (version, node, locker) => this.#meetings.greeted(version, nodeOf(node), locker)],
    [atom.lock_is_set, (node, tag, lock) => this.#meetings.locked(nodeOf(node), tag, lock)],
    [atom.exchange, (node, names, _externals, tag) => this.#meetings.exchanged(nodeOf(node), listOf(names), tag)],
    [atom.exchange_ops, (node, ...found) => this.#meetings.compared(nodeOf(node), ...(found as ComparedFields))],
    [
      atom.resolved,
      (node, ops, known, _unused, externals, tag) =>
        this.#meetings.resolved(nodeOf(node), { ops: listOf(ops), known: readVersions(known), externals }, tag),
    ],
    [atom.new_nodes, (_node, ops, externals, nodes, extras) => this.#newNodes(listOf(ops), externals, nodes, extras)],
    [atom.in_sync, (node) => this.#meetings.told(nodeOf(node))],
  ]);

  readonly #infos = new Map<unknown, (...fields: unknown[]) => void>([
    [atom.DOWN, (_ref, _type, pid) => this.holdings.down(pid as Pid)],
    [atom.nodeup, (node) => this.#nodeUp(nodeOf(node))],
    [atom.nodedown, (node) => this.#nodeDown(nodeOf(node), true)],
    [atom.extra_nodedown, (node) => this.#nodeDown(nodeOf(node), true)],
    [atom.init_connect_ack, (node, myTag, hisTag) => this.#meetings.acknowledged(nodeOf(node), myTag, hisTag)],
    [atom.cancel_connect, (node, myTag) => this.#meetings.cancelled(nodeOf(node), myTag)],
    [
      atom.lost_connection,
      (reporter, life, number, lost) =>
        this.#lostConnection({
          reporter: nodeOf(reporter),
          life: integer(life),
          number: integer(number),
          lost: nodeOf(lost),
        }),
    ],
    [atom.remove_connection, (node) => this.#removeConnection(nodeOf(node))],
    [atom.whereis, (name, to) => this.#whereis(name, to)],
  ]);

  #setLock(term: unknown, holder: Pid): unknown {
    const id = readLockId(term);
    return id && this.holdings.setLock(id, holder);
  }

  #deleteLock(term: unknown, holder: Pid): unknown {
    const id = readLockId(term);
    if (id) this.holdings.deleteLock(id, holder);
    return id && true;
  }

  #register(term: Tuple, holder: Pid, external?: { node: unknown }): unknown {
    const entry = readEntry(term);
    if (entry) this.holdings.insert(entry, { holder }, external);
    return entry && atom.yes;
  }

  #unregister(name: unknown): unknown {
    this.holdings.delete(name);
    return atom.ok;
  }

  /** Another node of this partition has connected it with those nodes. */
  #newNodes(ops: readonly unknown[], externals: unknown, nodes: unknown, extras: unknown): void {
    for (const node of this.members.add(readVersions(nodes), this.here.node())) this.perform({ type: "join", node });
    this.holdings.apply(ops, externals, extras);
  }

  /** The question of nodes that have no `global`. While names may change, it waits. */
  #whereis(name: unknown, to: unknown): void {
    if (!isFrom(to)) return;
    if (this.isLocked) this.perform({ type: "again", message: tuple(atom.whereis, name, to) });
    else this.perform({ type: "reply", to, value: this.holdings.where(name) });
  }

  #nodeUp(node: string): void {
    this.members.up.add(node);
    this.#meetings.begin(node);
  }

  /** @param isLost false when this node has decided so: `nodedown` is still to come then, and no news to others */
  #nodeDown(node: string, isLost: boolean): void {
    const { members } = this;
    this.#meetings.end(node);
    if (!isLost) members.removing.add(node);
    else if (!members.removing.delete(node)) this.#tell(reportTerm(newReport(this.here, node)), node);
    members.pending.delete(node);
    members.known.delete(node);
    members.synced.delete(node);
    if (!isLost) return;
    members.up.delete(node);
    for (const to of members.settle(node)) this.perform({ type: "reply", to, value: atom.ok });
  }

  /** To all nodes with which this one is in the same partition, or about to be. */
  #tell(message: Tuple, except: string): void {
    for (const [node, version] of new Map([...this.members.pending, ...this.members.known]))
      if (node !== except && version >= TELLS_VERSIONS) this.perform({ type: "send", node, message });
  }

  /**
   * Partitions must not overlap, so whoever hears that another node lost one disconnects from that one
   * as well, and passes it on.
   */
  #lostConnection(report: Report): void {
    const { reporter, lost } = report;
    if (!this.#lost.isNews(report, this.here.now())) return;
    this.#tell(reportTerm(report), reporter);
    const node = lost === this.here.node() ? reporter : lost;
    if (this.members.isPartner(node)) this.perform({ type: "leave", node });
  }

  /**
   * Disconnects from a node that another one has lost. One that is lost here, too, needs no words: its
   * `nodedown` is on its way.
   */
  leave(node: string): void {
    if (!this.members.isPartner(node)) return;
    const isOld = this.members.versionOf(node) < TELLS_VERSIONS;
    const request = tuple(atom.remove_connection, atom(this.here.node()));
    this.perform(isOld ? { type: "disconnect", node } : { type: "send", node, message: request });
    if (this.here.isConnected(node)) this.#warn(isOld ? "disconnected old" : "requested disconnect from", node);
    this.#nodeDown(node, false);
  }

  #removeConnection(node: string): void {
    if (!this.members.isPartner(node)) return;
    this.perform({ type: "disconnect", node });
    this.#nodeDown(node, false);
    this.#warn("disconnected", node);
  }

  #warn(what: string, node: string): void {
    const text = `'global' at node ${this.here.node()} ${what} node ${node} in order to prevent overlapping partitions`;
    this.perform({ type: "log", level: "warning", text });
  }
}

type ComparedFields = [tag: unknown, ops: readonly unknown[], resolved: readonly unknown[]];

function listOf(term: unknown): readonly unknown[] {
  return Array.isArray(term) && !isTuple(term) ? term : [];
}

/** @throws TypeError for anything else */
function integer(term: unknown): bigint {
  if (typeof term === "bigint" || Number.isSafeInteger(term)) return BigInt(term as number | bigint);
  throw new TypeError(`Cannot read a number: it is ${typeof term}`);
}
