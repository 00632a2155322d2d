/** Elixir's `Node`: this node and the others. */

import { ArgumentError, invalidArgument, monitorNode, nodeDown, type Spawnable, spawnOn } from "../process/index.js";
import {
  type Atom,
  atom,
  atomName,
  localOrigin,
  type Pid,
  type Reference,
  type TupleOf,
  tuple,
} from "../term/index.js";
import { type NodeName, nodeName } from "./node-name.js";
import { cluster } from "./state.js";

export { monitorNodes } from "../process/index.js";
export { type StartOptions, start, stop } from "./start.js";
export type { NodeName };

/** The name of this node, `:nonode@nohost` when it has none (`Node.self/0`). */
export function self(): Atom {
  return atom(localOrigin.node);
}

/** Whether this node has a name and can be part of a cluster (`Node.alive?/0`). */
export function isAlive(): boolean {
  return cluster() !== undefined;
}

const KINDS = ["visible", "hidden", "connected", "this", "known"] as const;

/** Which nodes `Node.list` tells of. */
export type NodeKind = (typeof KINDS)[number];

/**
 * The nodes that this one is connected with (`Node.list/1`).
 *
 * @param kind `visible` (the default), `hidden`, `connected` (both), `this`, or `known`: all that
 *   were ever heard of; or several of these
 * @throws ArgumentError for any other word
 */
export function list(kind: Kind | readonly Kind[] = "visible"): Atom[] {
  const kinds = (Array.isArray(kind) ? kind : [kind]).map(kindOf);
  return [...new Set(kinds.flatMap(nodesOf))].map((node) => atom(node));
}

/** Callers of Elixir give atoms. */
type Kind = NodeKind | Atom;

/** @throws ArgumentError for any other word */
function kindOf(kind: Kind): NodeKind {
  const name = typeof kind === "symbol" ? Symbol.keyFor(kind) : kind;
  const found = KINDS.find((known) => known === name);
  if (!found) throw new ArgumentError(invalidArgument(1, "not a valid node type"));
  return found;
}

function nodesOf(kind: NodeKind): readonly string[] {
  if (kind === "this") return [localOrigin.node];
  return cluster()?.distribution.list(kind) ?? (kind === "known" ? [localOrigin.node] : []);
}

/**
 * Connects with a node (`Node.connect/1`). Sending to a node connects with it too, so this is
 * needed rarely; it tells, and logs why, when there is no connection to be had.
 *
 * @returns whether there is a connection; `:ignored` when this node has no name
 */
export async function connect(node: NodeName): Promise<boolean | symbol> {
  const name = nodeName(node);
  return (await cluster()?.distribution.connect(name)) ?? atom("ignored");
}

/**
 * What the connection with a node has carried so far, ticks included: bytes received and sent, and
 * whether the other is a node of Erlang (`:erlang.dist_get_stat/1`, in a few words).
 *
 * @returns null when there is no connection
 * @example
 * Node.traffic("you@localhost"); // { received: 812, sent: 760, isErlang: false }
 */
export function traffic(node: NodeName): { received: number; sent: number; isErlang: boolean } | null {
  return cluster()?.distribution.traffic(nodeName(node)) ?? null;
}

/** Ends the connection with a node: false when there was none, `:ignored` without a name (`Node.disconnect/1`). */
export function disconnect(node: NodeName): boolean | symbol {
  return cluster()?.distribution.disconnect(nodeName(node)) ?? atom("ignored");
}

/** `:pong` when a node can be reached, `:pang` when not (`Node.ping/1`). */
export async function ping(node: NodeName): Promise<symbol> {
  return (await connect(node)) === true ? atom("pong") : atom("pang");
}

/** The secret that nodes of one cluster share, `:nocookie` without a name (`Node.get_cookie/0`). */
export function getCookie(): Atom {
  const cookie = cluster()?.distribution.getCookie();
  return atom(cookie ?? "nocookie");
}

/**
 * Changes the cookie, of this node or towards one other; connections that exist stay
 * (`Node.set_cookie/2`).
 *
 * @throws ArgumentError when this node has no name
 */
export function setCookie(cookie: string | Atom): true;
export function setCookie(node: NodeName, cookie: string | Atom): true;
export function setCookie(...args: [string | Atom] | [NodeName, string | Atom]): true {
  const [node, cookie] = args.length === 1 ? [undefined, args[0]] : args;
  const alive = cluster();
  if (!alive) throw new ArgumentError(invalidArgument(1, "the node name is not part of a distributed system"));
  const secret = typeof cookie === "symbol" ? atomName(cookie) : cookie;
  if (typeof secret !== "string" || secret === "")
    throw new ArgumentError(invalidArgument(args.length, "not a cookie: a string with at least one character"));
  const other = node === undefined ? undefined : nodeName(node);
  alive.distribution.setCookie(other === alive.name ? undefined : other, secret);
  return true;
}

/**
 * Turns `{:nodedown, node}` on or off for the calling process (`Node.monitor/2`). A node that is
 * not connected is connected with; if that fails, the message comes at once.
 *
 * @throws Error named `ErlangError` when this node has no name
 */
export function monitor(node: NodeName, on: boolean): true {
  const name = nodeName(node);
  const alive = cluster();
  if (!alive) throw Object.assign(new Error("Erlang error: :notalive"), { name: "ErlangError" });
  if (typeof on !== "boolean") throw new ArgumentError(invalidArgument(2, "not a boolean"));
  monitorNode(name, on);
  if (on && name !== alive.name && !alive.distribution.isConnected(name)) void reach(name);
  return true;
}

/** Connects with a node that is monitored; one that cannot be reached is down. */
async function reach(node: string): Promise<void> {
  if ((await cluster()?.distribution.connect(node, true)) === false) nodeDown(node, false, false);
}

/**
 * Starts a process on a node (`Node.spawn/2`, `Node.spawn/4`). What it prints appears at the
 * caller. A function travels with the values that it captures.
 *
 * @param node where; connects if need be
 * @param call a function; or module, function name and arguments
 * @returns the pid, once the other node has made it. For a node that cannot be reached that is a
 *   pid of nobody, with a warning.
 * @throws TypeError when the function or an argument cannot travel
 * @example
 * const pid = await Node.spawn("you@localhost", () => IO.puts("hello"));
 */
export async function spawn(node: NodeName, ...call: Spawnable): Promise<Pid> {
  return (await spawnOn(nodeName(node), call)).pid;
}

/** As {@link spawn}, linked to the caller (`Node.spawn_link/2`). */
export async function spawnLink(node: NodeName, ...call: Spawnable): Promise<Pid> {
  return (await spawnOn(nodeName(node), call, { link: true })).pid;
}

/** As {@link spawn}, monitored by the caller (`Node.spawn_monitor/2`): `{pid, ref}`. */
export async function spawnMonitor(node: NodeName, ...call: Spawnable): Promise<TupleOf<[Pid, Reference]>> {
  const { pid, ref } = await spawnOn(nodeName(node), call, { monitor: true });
  return tuple(pid, ref);
}
