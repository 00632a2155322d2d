import { type Atom, atom, atomName, inspect, makeRef, Pid, type Reference, rememberReference } from "../term/index.js";
import { current } from "./current.js";
import { receiveExit } from "./exit.js";
import { addLink } from "./link.js";
import { me } from "./me.js";
import { addMonitor, receiveDown, watch } from "./monitor.js";
import { isHere } from "./names.js";
import { report } from "./report.js";
import type { SpawnReply, SpawnRequest } from "./signal.js";
import { isFunction, leaderOfNobody, namedCall, type Spawnable, start } from "./spawn.js";
import { lookup, newPid } from "./table.js";
import { toNode, toRemote } from "./wire.js";

/** What ties the new process to its caller. */
export interface SpawnOptions {
  link?: boolean;
  monitor?: boolean;
  /** Names the request and the monitor: for who waits for the end before the process is there. */
  ref?: Reference;
}

/** A process that another node was asked for. */
export interface Spawned {
  pid: Pid;
  ref: Reference;
}

interface Pending {
  node: string;
  request: SpawnRequest;
  /** Where the caller keeps what it has started. */
  started: Set<Pid> | undefined;
  /** The caller was interrupted: the process ends as soon as it is there. */
  abandoned?: true;
  resolve(spawned: Spawned): void;
  reject(error: unknown): void;
}

const pending = new Map<Reference, Pending>();

/**
 * Starts a process on another node, or on this one. The new process has the caller's group leader,
 * so what it prints appears here.
 *
 * @returns the pid as soon as the other node has made it. A node that cannot be reached gives a
 *   pid of this node that is dead, a warning, and `:noconnection` for link and monitor.
 * @throws TypeError, at once, when the function or an argument cannot travel; what the caller is
 *   interrupted with
 */
export function spawnOn(node: string, call: Spawnable, options: SpawnOptions = {}): Promise<Spawned> {
  const parent = options.link || options.monitor ? me() : current();
  const { ref = makeRef() } = options;
  if (isHere(node)) return Promise.resolve(spawnHere(call, ref, options));
  const request = buildRequest(call, ref, options);
  rememberReference(ref);
  if (parent && options.monitor) addMonitor(parent, ref, { target: request.from, alias: undefined });
  return new Promise((resolve, reject) => {
    pending.set(ref, { node, request, started: parent?.started, resolve, reject });
    try {
      toNode(node, request);
    } catch (error) {
      pending.delete(ref);
      parent?.monitors?.delete(ref);
      reject(error);
    }
  });
}

function spawnHere(call: Spawnable, ref: Reference, { link, monitor }: SpawnOptions): Spawned {
  const process = start(call);
  const parent = current();
  if (parent && link) {
    addLink(parent, process.pid);
    addLink(process, parent.pid);
  }
  if (parent && monitor) {
    addMonitor(parent, ref, { target: process.pid, alias: undefined });
    watch(process.pid, parent.pid, ref);
  }
  return { pid: process.pid, ref };
}

function buildRequest(call: Spawnable, ref: Reference, { link = false, monitor = false }: SpawnOptions): SpawnRequest {
  const caller = current();
  const from = caller?.pid ?? newPid();
  const [module, name, args] = mfa(call);
  const groupLeader = caller?.groupLeader ?? leaderOfNobody(from);
  return { type: "spawnRequest", ref, from, groupLeader, module, name, args, link, monitor };
}

function mfa(call: Spawnable): [Atom, Atom, readonly unknown[]] {
  return isFunction(call) ? [atom.erlang, atom.apply, [call[0], []]] : namedCall(call);
}

/** @internal Another node asks this one for a process. */
export function receiveSpawnRequest(request: SpawnRequest): void {
  const { ref, from, groupLeader, link, monitor } = request;
  const process = start([request.module, request.name, request.args], { groupLeader, parent: from });
  if (link) addLink(process, from);
  if (monitor) watch(process.pid, from, ref);
  toRemote(from, { type: "spawnReply", ref, to: from, linked: link, monitored: monitor, result: process.pid });
}

/** @internal The other node has made the process, or says why not. */
export function receiveSpawnReply({ ref, result, linked, monitored }: SpawnReply): void {
  const found = pending.get(ref);
  if (!found) return;
  pending.delete(ref);
  if (!(result instanceof Pid)) fail(found, result);
  else if (found.abandoned) endFar(found.request.from, result);
  else {
    found.started?.add(result);
    found.resolve({ pid: tie(found.request, result, linked, monitored), ref });
  }
}

/** @internal Ends a process of another node, in silence; one that traps exits, too. */
export function endFar(from: Pid, to: Pid): void {
  for (const reason of [atom.shutdown, atom.kill]) toRemote(to, { type: "exit2", from, to, reason });
}

/**
 * @internal Gives up the requests whose processes would be kept there: whoever waits is told. What the
 * other node makes all the same is never tied to the caller.
 */
export function abandonSpawns(started: Set<Pid>, error: Error): void {
  for (const [ref, found] of pending) {
    if (found.started !== started) continue;
    found.abandoned = true;
    lookup(found.request.from)?.monitors?.delete(ref);
    found.reject(error);
  }
}

/** Link and monitor hold from the moment that the process exists. */
function tie({ from, ref }: SpawnRequest, pid: Pid, linked: boolean, monitored: boolean): Pid {
  const parent = lookup(from);
  if (!parent) {
    if (linked) toRemote(pid, { type: "exit", from, to: pid, reason: atom.noproc });
    if (monitored) toRemote(pid, { type: "demonitor", from, to: pid, ref });
    return pid;
  }
  if (linked) addLink(parent, pid);
  const monitor = parent.monitors?.get(ref);
  if (monitored && monitor) monitor.target = pid;
  return pid;
}

function fail({ node, request, abandoned, resolve }: Pending, reason: Atom): void {
  if (abandoned) return;
  const { from, groupLeader, ref, link } = request;
  const pid = newPid();
  report.warning(cannotStart(node, request, reason), groupLeader);
  resolve({ pid, ref });
  const parent = lookup(from);
  if (!parent) return;
  const monitor = parent.monitors?.get(ref);
  if (monitor) {
    monitor.target = pid;
    receiveDown(parent, ref, reason);
  }
  if (link) {
    addLink(parent, pid);
    receiveExit(parent, pid, reason, "link");
  }
}

/** Says in Erlang's words what could not be started: told by whoever prints terms. */
let describe = ({ module, name, args }: SpawnRequest): string => `${atomName(module)}:${atomName(name)}/${args.length}`;

export function describeCallsWith(next: typeof describe): void {
  describe = next;
}

function cannotStart(node: string, request: SpawnRequest, reason: Atom): string {
  const ties = [...(request.link ? [":link"] : []), ...(request.monitor ? [":monitor"] : [])];
  const options = ties.length > 0 ? ` ([${ties.join(", ")}])` : "";
  const why = reason === atom.noconnection ? "" : ` (${atomName(reason)})`;
  return `** Can not start ${describe(request)}${options} on ${inspect(atom(node))} **${why}\n`;
}

/** @internal A node is lost: whatever it was asked for does not come. */
export function failSpawns(node: string): void {
  for (const [ref, found] of pending) {
    if (found.node !== node) continue;
    pending.delete(ref);
    fail(found, atom.noconnection);
  }
}
