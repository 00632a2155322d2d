import {
  applyNamed,
  type Destination,
  type Module,
  moduleAtom,
  moduleNameOf,
  Process,
  self,
} from "../process/index.js";
import { type Atom, atom, inspect, localOrigin, nameToAtom, Pid, tuple } from "../term/index.js";

/** A name that a module keeps: `["via", Registry, ["MyRegistry", key]]`. */
export type Via = readonly [via: "via" | Atom, module: Module, name: unknown];

/** A name in the whole cluster: `["global", "counter"]`. */
export type Global = readonly [global: "global" | Atom, name: unknown];

/** Where a server can be found: a pid, a name, `[name, node]`, or a name that a module keeps. */
export type Server = Destination | Via | Global;

/** Under what a server can be registered. */
export type ServerName = string | Atom | Via | Global;

/** A pid, or a name on another node: what monitors and messages understand. */
export type Address = Pid | readonly [name: Atom, node: string];

/**
 * The process behind a server reference (`GenServer.whereis/1`).
 *
 * @returns a pid; `[name, node]` for a name on another node, where only that node knows; `null` when
 *   there is no such process here
 * @throws TypeError for what is no server reference
 */
export function whereis(server: Server): Address | null {
  if (server instanceof Pid) return server;
  if (typeof server === "string" || typeof server === "symbol") return Process.whereis(server);
  const kept = keeper(server);
  if (kept) return call(kept, "whereisName") as Pid | null;
  if (!isNameAndNode(server))
    throw new TypeError(`Cannot find the server ${inspect(server)}: give a pid, a name, or [name, node]`);
  const [name, node] = [nameToAtom(server[0]), nodeText(server[1])];
  return node === localOrigin.node ? Process.whereis(name) : [name, node];
}

/** How a server reference looks as a term, for exit reasons: names are atoms, pairs are tuples. */
export function serverTerm(server: Server): unknown {
  if (typeof server === "string") return nameToAtom(server);
  if (!Array.isArray(server)) return server;
  const kept = keeper(server as Server);
  if (kept?.via) return tuple(atom.via, moduleTerm(kept.module), kept.name);
  if (kept) return tuple(kept.module as Atom, kept.name);
  return tuple(nameToAtom(server[0]), atom(nodeText(server[1])));
}

/**
 * Registers the calling process: at once, or, for a name that a module keeps which asks others, after some time.
 *
 * @returns the process that has the name already, undefined when it was free
 */
export function registerSelf(name: ServerName): Pid | undefined | Promise<Pid | undefined> {
  const kept = keeper(name);
  if (kept) {
    const holder = (answer: unknown) => (answer === atom.yes ? undefined : ((whereis(name) as Pid | null) ?? self()));
    const answer = call(kept, "registerName", self());
    return answer instanceof Promise ? answer.then(holder) : holder(answer);
  }
  const taken = Process.whereis(name as string | Atom);
  if (!taken) Process.register(self(), name as string | Atom);
  return taken ?? undefined;
}

/** How the name of a server is shown in reports. */
export function nameTerm(name: ServerName): unknown {
  const kept = keeper(name);
  if (kept) return kept.name;
  return nameToAtom(name as string | Atom);
}

interface Keeper {
  via: boolean;
  module: Module;
  name: unknown;
}

function keeper(server: Server): Keeper | undefined {
  if (!Array.isArray(server)) return undefined;
  const [tag, first, second] = server;
  if (server.length === 3 && (tag === "via" || tag === atom.via)) return { via: true, module: first, name: second };
  const isGlobal = server.length === 2 && (tag === "global" || tag === atom.global) && !isNode(first);
  return isGlobal ? { via: false, module: atom.global as Atom, name: first } : undefined;
}

function call({ module, name }: Keeper, fun: string, ...args: unknown[]): unknown {
  const direct = typeof module === "object" || typeof module === "function" ? Reflect.get(module, fun) : undefined;
  if (typeof direct === "function") return direct(name, ...args);
  return applyNamed(moduleAtom(module), atom(fun), [name, ...args]);
}

function moduleTerm(module: Module): unknown {
  if (typeof module === "string") return nameToAtom(module);
  return typeof module === "symbol" ? module : (moduleNameOf(module) ?? module);
}

function isNameAndNode(server: unknown): server is readonly [string | Atom, string | Atom] {
  if (!Array.isArray(server) || server.length !== 2 || !isNode(server[1])) return false;
  return typeof server[0] === "string" || typeof server[0] === "symbol";
}

function isNode(value: unknown): value is string | Atom {
  return (typeof value === "string" || typeof value === "symbol") && nodeText(value).includes("@");
}

function nodeText(node: string | Atom): string {
  return typeof node === "symbol" ? (Symbol.keyFor(node) ?? "") : node;
}
