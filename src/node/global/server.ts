import { log } from "../../io/index.js";
import { type From, reply } from "../../otp/gen.js";
import { enter, Process, send, spawn } from "../../process/index.js";
import { atom, isTuple, localOrigin, type Pid, type Reference, tuple } from "../../term/index.js";
import { LATER, type Service, startService } from "../services/service.js";
import { cluster } from "../state.js";
import { compareNames } from "./conflict.js";
import type { Effect, Here } from "./effect.js";
import { Locker } from "./locker.js";
import { randomTime } from "./locking.js";
import { NameServer, PENDING } from "./name-server.js";
import { runRegistrar } from "./registrar.js";
import { SERVER } from "./wire.js";

/** The processes that names and locks of the cluster need, and what they share. */
export interface GlobalNameServer {
  server: Pid;
  registrar: Pid;
  nameServer: NameServer;
}

let running: GlobalNameServer | undefined;

/** `global_name_server` of this node, undefined while nobody has needed it. */
export function globalNameServer(): GlobalNameServer | undefined {
  return running && Process.alive(running.server) ? running : undefined;
}

/** Starts `global_name_server` with its locker and registrar, unless it runs. */
export function startGlobalNameServer(): GlobalNameServer {
  return globalNameServer() ?? enter(undefined, start);
}

/** Tells it of a node that speaks `global`, too: before all signals of that node, or after them. */
export function tellGlobal(event: "nodeup" | "nodedown", node: string): void {
  const found = globalNameServer();
  if (found) enter(undefined, () => send(found.server, tuple(atom(event), atom(node))));
}

function start(): GlobalNameServer {
  const here = {
    node: () => localOrigin.node,
    creation: () => localOrigin.creation,
    isAlive: Process.alive,
    isConnected,
    now: () => performance.now(),
    get locker() {
      return locker;
    },
  };
  const service = new Server(here, () => [locker, registrar]);
  const { nameServer } = service;
  // It comes first, so that it has its name when the others begin.
  const server = startService(SERVER, service);
  const locker = spawn(async function globalLocker() {
    await new Locker(() => nameServer).run();
  });
  const registrar = spawn(async function globalRegistrar() {
    await runRegistrar(() => nameServer);
  });
  return (running = { server, registrar, nameServer });
}

/** Within how many milliseconds after others this node notices that one is gone. */
const NOTICED = 20;

/** The process around a {@link NameServer}: what that wants done, this one does. */
class Server implements Service {
  readonly nameServer: NameServer;
  readonly #monitors = new Map<Pid, Reference>();
  readonly #leaving: string[] = [];

  constructor(
    here: Here,
    readonly helpers: () => readonly Pid[],
  ) {
    this.nameServer = new NameServer(here, (effect) => this.#effects[effect.type](effect as never));
  }

  /** None of them can go on without the others. */
  init(): void {
    for (const pid of this.helpers()) Process.link(pid);
  }

  handleCall(request: unknown, from: From): unknown {
    const answer = this.nameServer.call(request, from);
    return answer === PENDING ? LATER : answer;
  }

  handleCast(request: unknown): void {
    this.nameServer.cast(request);
  }

  async handleInfo(message: unknown): Promise<void> {
    const [kind, , , pid] = isTuple(message) ? message : [];
    if (kind === atom.DOWN) this.#monitors.delete(pid as Pid);
    this.nameServer.info(message);
    for (const node of this.#leaving.splice(0)) {
      await Process.sleep(NOTICED);
      this.nameServer.leave(node);
    }
  }

  readonly #effects: { [T in Effect["type"]]: (effect: Extract<Effect, { type: T }>) => void } = {
    cast: ({ node, request }) => void send([SERVER, node], tuple(atom.$gen_cast, request)),
    send({ node, message }) {
      if (isConnected(node)) send([SERVER, node], message);
    },
    reply: ({ to, value }) => reply(to, value),
    lock: (effect) => void send(this.nameServer.here.locker, effect),
    unlock: (effect) => void send(this.nameServer.here.locker, effect),
    proxy: ({ message }) => void send(this.nameServer.here.locker, message),
    resolve: (effect) => void spawn(() => resolve(effect, this.nameServer)),
    join: ({ node }) => void spawn(() => join(node)),
    disconnect: ({ node }) => void cluster()?.distribution.disconnect(node),
    leave: ({ node }) => void this.#leaving.push(node),
    watch: ({ pid }) => void this.#monitors.set(pid, Process.monitor(pid)),
    unwatch: ({ pid }) => this.#unwatch(pid),
    again: ({ message }) => void Process.sendAfter(SERVER, message, randomTime(5)),
    log: ({ level, text }) => void log(level, text),
  };

  #unwatch(pid: Pid): void {
    const monitor = this.#monitors.get(pid);
    this.#monitors.delete(pid);
    if (monitor) Process.demonitor(monitor, { flush: true });
  }
}

/** Runs beside the server: to decide a conflict may take time. */
async function resolve({ node, tag, names }: Effect & { type: "resolve" }, { holdings }: NameServer): Promise<void> {
  const found = await compareNames({ self: localOrigin.node, node, theirs: names }, (name) => holdings.names.get(name));
  send(SERVER, tuple(atom.$gen_cast, tuple(atom.exchange_ops, atom(node), tag, ...found)));
}

/** Connects with a node that another one told of, so that all are connected with all. */
async function join(node: string): Promise<void> {
  const isReached = (await cluster()?.distribution.connect(node, true)) || isConnected(node);
  if (isReached) send([SERVER, node], tuple(atom.$gen_cast, tuple(atom.in_sync, atom(localOrigin.node), true)));
  else {
    log("warning", `'global' at ${localOrigin.node} failed to connect to ${node}\n`);
    send(SERVER, tuple(atom.extra_nodedown, atom(node)));
  }
}

function isConnected(node: string): boolean {
  return cluster()?.distribution.isConnected(node) ?? false;
}
