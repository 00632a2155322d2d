import { homedir, hostname } from "node:os";
import { log } from "../io/index.js";
import { deliver, enter, nodeDown, nodeUp, Process, plug, type Signal, spawn } from "../process/index.js";
import { type Atom, atom, NO_NODE, type Pid, setLocalOrigin, type TupleOf, tuple } from "../term/index.js";
import { tellGlobal } from "./global/server.js";
import { startServices } from "./services/index.js";
import { cluster, setCluster } from "./state.js";

/** How a node becomes part of a cluster. */
export interface StartOptions {
  /** `shortnames` as with `--sname` (the default), `longnames` as with `--name`. */
  type?: "shortnames" | "longnames";
  /** The secret of the cluster; that of `~/.erlang.cookie` when left out. */
  cookie?: string;
  /** Not in the `Node.list()` of others, and not in the mesh. */
  hidden?: boolean;
  /**
   * A member of clusters of Erlang and Elixir like any other: in `nodes()` of their nodes, and with their
   * names (`Global`). When left out, this node is hidden to them, and keeps its names to itself.
   */
  visible?: boolean;
  /** The port to listen on for other nodes; any free one when left out. */
  port?: number;
  /** After how many seconds of silence another node counts as lost; 60 when left out. */
  netTicktime?: number;
  /** How to call other nodes of iex-ts: `websocket` when left out. Erlang's are always called on `tcp`. */
  carrier?: "websocket" | "tcp";
}

/**
 * Gives this node a name, by which others can reach it (`Node.start/3`).
 *
 * @param name `"me@localhost"`; a bare name gets the host's
 * @param options or just its `type`
 * @returns `{:ok, pid}`, or `{:error, {:already_started, pid}}`
 * @throws Error when the name is malformed or in use, the cookie cannot be used, or the port is
 *   taken; the message says what to do
 * @example
 * await Node.start("me@localhost");
 */
export async function start(
  name: string | Atom,
  options: StartOptions | NonNullable<StartOptions["type"]> = {},
): Promise<TupleOf<[symbol, unknown]>> {
  while (starting) await starting.catch(() => {});
  const running = cluster();
  if (running) return tuple(atom.error, tuple(atom("already_started"), running.netKernel));
  const given = typeof options === "string" ? { type: options } : options;
  const text = typeof name === "symbol" ? (Symbol.keyFor(name) ?? "") : name;
  starting = enter(undefined, () => join(text, given));
  try {
    return tuple(atom.ok, await starting);
  } finally {
    starting = undefined;
  }
}

/** Seconds, as in Erlang. */
const DEFAULT_TICKTIME = 60;

/** A start that goes on: a second one waits for it, and is told that the node has a name. */
let starting: Promise<Pid> | undefined;

/** From a name to a node that others reach: each step needs the one before. */
async function join(given: string, options: StartOptions): Promise<Pid> {
  const dist = await import("../dist/index.js");
  const mode = options.type === "longnames" ? "long" : "short";
  const node = dist.parseNodeName(given, mode, hostname());
  const cookie = dist.resolveCookie({
    ...(options.cookie === undefined ? {} : { given: options.cookie }),
    home: homedir(),
  });
  const { hidden = false, visible = false, netTicktime = DEFAULT_TICKTIME } = options;
  if (hidden && visible) throw new TypeError("Cannot start a node both hidden and visible: give one of the two");
  const listener = await dist.listen({
    host: node.host,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  const registration = {
    name: node.name,
    host: node.host,
    port: listener.port,
    hidden,
    extra: dist.MARKER,
    log: (line: string) => log("notice", line),
  };
  const registrar = await dist.startRegistrar(registration).catch(async (error) => {
    await listener.close();
    throw advised(error);
  });
  setLocalOrigin(node.full, registrar.creation);
  const distribution = dist.startDistribution(listener, {
    node: node.full,
    mode,
    creation: registrar.creation,
    cookie,
    hidden,
    visible,
    netTicktime,
    carrier: options.carrier,
    lookup: (host, name) => dist.lookup(host, name),
    kernel,
    log: (level, message) => enter(undefined, () => log(level, message)),
  });
  plug(distribution);
  const { netKernel, all } = enter(undefined, () => startServices({ node: node.full, netTicktime }));
  setCluster({ name: node.full, distribution, registrar, netKernel, services: all, netTicktime });
  return netKernel;
}

/** Erlang's words say that a name is taken, not what to do about it. */
function advised(error: unknown): unknown {
  if (error instanceof Error && error.name === "NameInUse")
    error.message += "\nChoose another name, or end the node that has it";
  return error;
}

/** Connected nodes: whether each is hidden, and whether it shares its names with this one. */
const joined = new Map<string, { hidden: boolean; global: boolean }>();

/**
 * What other nodes send is nobody's turn: not that of the process which once made the connection,
 * and which may have ended since.
 */
const kernel = {
  signal: (from: string, signal: Signal): void =>
    enter(undefined, () => {
      try {
        deliver(signal);
      } catch (error) {
        log("error", `** Cannot handle a signal (${signal.type}) from ${from}: ${String(error)}`);
      }
    }),
  nodeUp: (node: string, { hidden, global }: { hidden: boolean; global: boolean }): void => {
    joined.set(node, { hidden, global });
    enter(undefined, () => nodeUp(node, hidden));
    if (global) tellGlobal("nodeup", node);
  },
  nodeDown: (node: string): void => {
    const known = joined.get(node);
    joined.delete(node);
    enter(undefined, () => nodeDown(node, known !== undefined, known?.hidden ?? false));
    if (known?.global) tellGlobal("nodedown", node);
  },
};

/**
 * Takes this node's name away: other nodes see it go (`Node.stop/0`).
 *
 * @returns `:ok`, or `{:error, :not_found}` when it had none
 */
export async function stop(): Promise<symbol | TupleOf<[symbol, symbol]>> {
  const running = cluster();
  if (!running) return tuple(atom.error, atom("not_found"));
  setCluster(undefined);
  await running.distribution.stop();
  plug(undefined);
  await running.registrar.close();
  setLocalOrigin(NO_NODE, 0);
  endServices(running.services);
  return atom.ok;
}

function endServices(services: readonly Pid[]): void {
  spawn(() => {
    for (const pid of services) Process.exit(pid, atom.kill);
  });
}
