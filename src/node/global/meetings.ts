import { atom, isTuple, Pid, type Tuple, tuple } from "../../term/index.js";
import type { Cast, Here, Perform } from "./effect.js";
import type { Holdings } from "./holdings.js";
import type { Members } from "./members.js";
import { CHECKS_TAGS, PROTOCOL, TELLS_VERSIONS, type Versions, versionsTerm } from "./wire.js";

/** Two nodes that connect: how far they have come. */
interface Meeting {
  myTag: number;
  hisTag?: unknown;
  /** The version that both speak. */
  version: number;
  /** The lock is set in both partitions, under this requester. */
  lock?: unknown;
  /** The names of the other, which came before the lock was set. */
  names?: readonly unknown[];
  /** What is to be done here once both have compared their names. */
  ops?: readonly unknown[];
  /** What the other found, which came before it was compared here. */
  his?: Outcome;
}

/** What the other node found when it compared names, and whom it knows. */
interface Outcome {
  ops: readonly unknown[];
  known: Map<string, number>;
  externals: unknown;
}

/**
 * How two partitions of a cluster become one. Both sides set a lock in all of their own partition, each
 * by its locker; then they exchange their names and settle conflicts; then each tells its own partition
 * of the new names and nodes, and all connect with all. Follows `global` of Erlang/OTP, version 8.
 */
export class Meetings {
  readonly #meetings = new Map<string, Meeting>();
  #lastTag = 0;

  constructor(
    readonly here: Here,
    readonly members: Members,
    readonly holdings: Holdings,
    readonly perform: Perform,
  ) {}

  /** A node came up. One that is known already hears `in_sync` instead. */
  begin(node: string): void {
    if (this.members.known.has(node) || this.#meetings.has(node)) return;
    const myTag = ++this.#lastTag;
    this.#meetings.set(node, { myTag, version: PROTOCOL });
    const known = new Map([...this.members.known].map(([other, version]) => [atom(other), version]));
    const locker = tuple(atom.locker, atom.no_longer_a_pid, known, this.here.locker);
    this.#cast(node, tuple(atom.init_connect, tuple(PROTOCOL, myTag), this.#me, locker));
  }

  /** The other node came up, too: `{init_connect, {Version, HisTag}, Node, {locker, _, _, HisLocker}}`. */
  greeted(version: unknown, node: string, locker: unknown): void {
    const [hisVersion, hisTag] = isTuple(version) ? version : [];
    const hisLocker = isTuple(locker) ? locker[3] : undefined;
    if (typeof hisVersion !== "number" || !(hisLocker instanceof Pid))
      this.#log("info", `Illegal global protocol version Node: ${node}`);
    else if (this.members.pending.has(node)) this.#outOfStep(node, hisVersion, hisTag);
    else this.#meet(node, hisVersion, hisTag, hisLocker);
  }

  /** Both are up. The lockers begin at once, also if the two turn out not to mean the same meeting. */
  #meet(node: string, hisVersion: number, hisTag: unknown, hisLocker: Pid): void {
    const meeting = this.#meetings.get(node);
    if (!meeting) return;
    meeting.hisTag = hisTag;
    meeting.version = Math.min(hisVersion, PROTOCOL);
    this.members.pending.set(node, hisVersion);
    this.perform({ type: "lock", peer: { node, locker: hisLocker, myTag: meeting.myTag, hisTag } });
    if (hisVersion >= CHECKS_TAGS)
      this.#send(node, tuple<unknown[]>(atom.init_connect_ack, this.#me, hisTag, meeting.myTag));
  }

  /** `{init_connect_ack, Node, MyTag, HisTag}`: if the two do not mean the same meeting, they begin anew. */
  acknowledged(node: string, myTag: unknown, hisTag: unknown): void {
    const meeting = this.#meetings.get(node);
    if (meeting && meeting.myTag === myTag && meeting.hisTag === hisTag) return;
    this.#sendCancel(node, hisTag);
    this.#restart(node);
  }

  /** `{cancel_connect, Node, MyTag}` */
  cancelled(node: string, myTag: unknown): void {
    if (this.#meetings.get(node)?.myTag !== myTag) return;
    this.members.pending.delete(node);
    this.#restart(node);
  }

  /** The own locker has set the lock in this partition, the other one in its own. */
  locked(node: string, tag: unknown, lock: unknown): void {
    const meeting = this.#meeting(node, tag);
    if (!meeting) return;
    meeting.lock = lock;
    this.#cast(node, tuple(atom.exchange, this.#me, this.holdings.names.entries(), [], meeting.hisTag));
    this.#compare(node, meeting);
  }

  /** `{exchange, Node, Names, _, MyTag}` */
  exchanged(node: string, names: readonly unknown[], tag: unknown): void {
    const meeting = this.#meeting(node, tag);
    if (!meeting) return;
    meeting.names = names;
    this.#compare(node, meeting);
  }

  /** The names were compared here: `ops` is for this partition, `resolved` for the other. */
  compared(node: string, tag: unknown, ops: readonly unknown[], resolved: readonly unknown[]): void {
    const meeting = this.#meeting(node, tag);
    if (!meeting) return;
    meeting.ops = ops;
    const known = versionsTerm(this.members.known, this.members.versionOf(node) >= TELLS_VERSIONS);
    const externals = this.holdings.names.externals();
    this.#cast(node, tuple(atom.resolved, this.#me, resolved, known, atom.unused, externals, meeting.hisTag));
    if (meeting.his) this.#unite(node, meeting, meeting.his);
  }

  /** `{resolved, Node, Ops, HisKnown, _, Externals, MyTag}` */
  resolved(node: string, his: Outcome, tag: unknown): void {
    const meeting = this.#meeting(node, tag);
    if (!meeting) return;
    meeting.his = his;
    if (meeting.ops) this.#unite(node, meeting, meeting.his);
  }

  /** `{lock_set, Locker, IsSet, _, MyTag}`: lockers speak with each other by way of the servers. */
  proxied(message: Tuple): void {
    const [, pid, , , tag] = message;
    if (!(pid instanceof Pid)) return;
    if (message.length < 5 || this.#meetings.get(pid.node)?.myTag === tag) this.perform({ type: "proxy", message });
  }

  /** Ends a meeting, however far it has come; the lock is freed after the casts. */
  end(node: string, casts: readonly Cast[] = []): void {
    const meeting = this.#meetings.get(node);
    if (!meeting) return;
    this.perform({ type: "unlock", node, tag: meeting.myTag, casts });
    if ((this.members.pending.get(node) ?? 0) >= CHECKS_TAGS) this.#sendCancel(node, meeting.hisTag);
    this.#meetings.delete(node);
  }

  /** Ends a meeting as one that succeeded: the other need not be told. */
  finish(node: string, casts: readonly Cast[] = []): void {
    this.members.pending.delete(node);
    this.end(node, casts);
  }

  get #me() {
    return atom(this.here.node());
  }

  /** The meeting of that tag. What belongs to an earlier one frees the lock of that. */
  #meeting(node: string, tag: unknown): Meeting | undefined {
    const meeting = this.#meetings.get(node);
    if (meeting && meeting.myTag === tag) return meeting;
    if (typeof tag === "number") this.perform({ type: "unlock", node, tag, casts: [] });
    return undefined;
  }

  /** Both the lock and the names of the other have to be there; which comes first does not matter. */
  #compare(node: string, { lock, names, myTag }: Meeting): void {
    if (lock !== undefined && names) this.perform({ type: "resolve", node, tag: myTag, names });
  }

  /** Both have compared: the names are taken over, and the own partition hears of the other. */
  #unite(node: string, meeting: Meeting, his: Outcome): void {
    const { members } = this;
    const ops = [...meeting.ops!, ...his.ops];
    const strangers = [...his.known.keys()].filter((other) => other !== this.here.node());
    const nodes = new Map([[node, members.versionOf(node)], ...his.known]);
    const extras = [tuple(atom.vsn, meeting.version), tuple(atom.lock, meeting.lock)];
    for (const other of strangers) this.perform({ type: "join", node: other });
    this.holdings.apply(ops, his.externals, extras);
    for (const other of strangers) this.finish(other);
    this.finish(node, this.#news(nodes, ops, his.externals, extras));
    members.add(nodes, this.here.node());
    this.#inSync(node);
  }

  /** What the own partition is told of the other. */
  #news(nodes: Versions, ops: readonly unknown[], externals: unknown, extras: readonly unknown[]): Cast[] {
    return [...this.members.known].map(([node, version]) => {
      const added = versionsTerm(nodes, version >= TELLS_VERSIONS);
      return { node, request: tuple(atom.new_nodes, this.#me, ops, externals, added, extras) };
    });
  }

  /** `in_sync`: the other has the names of this partition from somebody else already. */
  told(node: string): void {
    this.#inSync(node);
    this.finish(node);
  }

  /** This node has the same names as that one now. */
  #inSync(node: string): void {
    this.members.synced.add(node);
    for (const to of this.members.settle(node)) this.perform({ type: "reply", to, value: atom.ok });
  }

  #outOfStep(node: string, hisVersion: number, hisTag: unknown): void {
    if (hisVersion >= CHECKS_TAGS) {
      this.#sendCancel(node, hisTag);
      this.#restart(node);
    } else {
      this.perform({ type: "disconnect", node });
      const what = `an out of sync connection attempt from old version ${hisVersion} node ${node}`;
      this.#log("error", `'global' at node ${this.here.node()} got ${what}. Disconnecting from it.`);
    }
  }

  #restart(node: string): void {
    const wasMeeting = this.#meetings.has(node);
    this.end(node);
    this.members.pending.delete(node);
    if (wasMeeting) this.begin(node);
  }

  #sendCancel(node: string, hisTag: unknown): void {
    this.#send(node, tuple(atom.cancel_connect, this.#me, hisTag));
  }

  #cast(node: string, request: Tuple): void {
    this.perform({ type: "cast", node, request });
  }

  #send(node: string, message: Tuple): void {
    this.perform({ type: "send", node, message });
  }

  #log(level: "info" | "error", text: string): void {
    this.perform({ type: "log", level, text });
  }
}
