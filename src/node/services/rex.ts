import { type From, reply } from "../../otp/gen.js";
import { applyNamed, Process, self, send, spawnMonitor } from "../../process/index.js";
import { type Atom, atom, isTuple, localOrigin, Pid, type Reference, tuple } from "../../term/index.js";
import { badRpc, execute, rpcValue } from "../execute.js";
import { LATER, type Service, startService } from "./service.js";

/** Starts `rex`: the process that calls functions for the requests of Erlang's `rpc`, also of its older forms. */
export function startRex(): Pid {
  return startService("rex", new Rex());
}

interface Call {
  kind: Atom;
  module: Atom;
  name: Atom;
  args: readonly unknown[];
  groupLeader: unknown;
}

/** Takes the value of a call, or what stands for it. */
type Answer = (value: unknown) => void;

class Rex implements Service {
  /** Calls that run, by the monitor of the process that makes each. */
  readonly #running = new Map<Reference, Answer>();
  /** Calls that run one after the other. */
  readonly #blocking: (() => void)[] = [];
  #blockedBy: Reference | undefined;

  handleCall(request: unknown, from: From): unknown {
    const call = parseCall(request);
    if (!call || call.kind === atom.cast) return undefined;
    const start = () => this.#start(call, (value) => reply(from, value));
    if (call.kind === atom.call) start();
    else this.#queue(() => (this.#blockedBy = start()));
    return LATER;
  }

  handleCast(request: unknown): void {
    const call = parseCall(request);
    if (call && call.kind === atom.cast) this.#start(call, () => {});
  }

  handleInfo(message: unknown): void {
    const [first, second, , , reason] = isTuple(message) ? message : [];
    if (first === atom.DOWN) this.#ended(second as Reference, reason);
    else if (first instanceof Pid) this.#ask(first, second);
  }

  /** The requests of nodes that are no `gen_server` clients, such as those written in C. */
  #ask(from: Pid, request: unknown): void {
    const node = atom(localOrigin.node);
    const call = parseCall(request);
    if (call && call.kind === atom.call) this.#start(call, (value) => send(from, tuple(atom.rex, value)));
    else if (request === atom.features_request) send(from, tuple(atom.features_reply, node, [atom.erpc]));
    else if (isTuple(request) && request.length === 3)
      this.#pass(from, node, request as unknown as [Atom, Atom, unknown]);
  }

  /** A message for a registered process: `sbcast` confirms it, `send` lets that process answer. */
  #pass(from: Pid, node: Atom, [kind, name, message]: [Atom, Atom, unknown]): void {
    if (kind !== atom.sbcast && kind !== atom.send) return;
    const to = typeof name === "symbol" ? Process.whereis(name) : null;
    if (!to) send(from, tuple(atom.rex, node, tuple(atom.nonexisting_name, name)));
    else if (kind === atom.send) send(to, tuple(from, message));
    else {
      send(to, message);
      send(from, tuple(atom.rex, node, node));
    }
  }

  #start({ kind, module, name, args, groupLeader }: Call, answer: Answer): Reference {
    const [, ref] = spawnMonitor(async function rpcCall() {
      Process.groupLeader(self(), leaderOf(groupLeader));
      if (kind === atom.cast) await applyNamed(module, name, args);
      else answer(rpcValue(await execute(module, name, args)));
    });
    this.#running.set(ref, answer);
    return ref;
  }

  #queue(start: () => void): void {
    if (this.#blockedBy) this.#blocking.push(start);
    else start();
  }

  /** A process that ended before it could answer is answered for. */
  #ended(ref: Reference, reason: unknown): void {
    const answer = this.#running.get(ref);
    this.#running.delete(ref);
    if (reason !== atom.normal) answer?.(badRpc(reason));
    if (ref !== this.#blockedBy) return;
    this.#blockedBy = undefined;
    this.#blocking.shift()?.();
  }
}

const KINDS: readonly unknown[] = [atom.call, atom.block_call, atom.cast];

function parseCall(request: unknown): Call | undefined {
  if (!isTuple(request) || request.length !== 5) return undefined;
  const [kind, module, name, args, groupLeader] = request;
  if (typeof kind !== "symbol" || typeof module !== "symbol" || typeof name !== "symbol") return undefined;
  if (!KINDS.includes(kind) || !Array.isArray(args)) return undefined;
  return { kind, module, name, args, groupLeader };
}

/** A pid; whatever else is said means this node's own. */
function leaderOf(groupLeader: unknown): Pid {
  return groupLeader instanceof Pid ? groupLeader : (Process.whereis("user") ?? Process.groupLeader());
}
