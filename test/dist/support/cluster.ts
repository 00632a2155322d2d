import { type Listener, type ListenOptions, listen } from "../../../src/dist/carriers/listener.js";
import type { Log } from "../../../src/dist/connection.js";
import {
  type Distribution,
  type DistributionOptions,
  type Kernel,
  startDistribution,
} from "../../../src/dist/distribution.js";
import { MARKER } from "../../../src/dist/epmd/protocol.js";
import type { Signal } from "../../../src/process/signal.js";
import { atomName, internPid, type Pid } from "../../../src/term/index.js";

/** A node without processes: it writes down what its kernel and its log are told. */
export interface TestNode extends Distribution {
  readonly name: string;
  readonly listener: Listener;
  readonly signals: { from: string; signal: Signal }[];
  /** `up a@localhost`, `down a@localhost connection_closed`. */
  readonly events: string[];
  readonly lines: { level: string; message: string }[];
  /** A pid of this node. */
  pid(id?: number): Pid;
  /** Settles when the condition holds; it is looked at after everything that happens to the node. */
  until(condition: () => boolean): Promise<void>;
}

export type TestOptions = Partial<DistributionOptions> & Omit<ListenOptions, "host">;

/** Nodes in one OS process, with real sockets between them and a table for a port mapper. */
export class Cluster {
  readonly registered = new Map<string, { port: number; extra: string }>();
  readonly #nodes: TestNode[] = [];
  #creation = 0;

  async start(name: string, options: TestOptions = {}): Promise<TestNode> {
    const { port, deadline, halfOpen } = options;
    const listener = await listen({ host: name.split("@")[1]!, port, deadline, halfOpen });
    const creation = ++this.#creation;
    const watch = new Watch();
    const distribution = startDistribution(listener, {
      node: name,
      creation,
      mode: "short",
      cookie: "secret",
      hidden: false,
      lookup: async (host, local) => this.registered.get(`${local}@${host}`),
      kernel: watch.kernel,
      log: watch.log,
      ...options,
    });
    const node: TestNode = {
      name,
      listener,
      pid: (id = 1) => internPid(name, creation, id, 0),
      until: (condition: () => boolean) => watch.until(condition),
      ...watch.told,
      ...methods(distribution),
    };
    this.registered.set(name, { port: listener.port, extra: MARKER });
    this.#nodes.push(node);
    return node;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#nodes.splice(0).map((node) => node.stop()));
  }
}

function methods(distribution: Distribution): Distribution {
  return {
    port: distribution.port,
    deliver: (node, signal) => distribution.deliver(node, signal),
    connect: (node) => distribution.connect(node),
    disconnect: (node) => distribution.disconnect(node),
    list: (kind) => distribution.list(kind),
    isConnected: (node) => distribution.isConnected(node),
    traffic: (node) => distribution.traffic(node),
    setCookie: (node, cookie) => distribution.setCookie(node, cookie),
    getCookie: (node) => distribution.getCookie(node),
    stop: () => distribution.stop(),
  };
}

class Watch {
  readonly told = {
    signals: [] as TestNode["signals"],
    events: [] as TestNode["events"],
    lines: [] as TestNode["lines"],
  };
  readonly kernel: Kernel = {
    signal: (from, signal) => this.#add(() => this.told.signals.push({ from, signal })),
    nodeUp: (node) => this.#add(() => this.told.events.push(`up ${node}`)),
    nodeDown: (node, reason) => this.#add(() => this.told.events.push(`down ${node} ${atomName(reason)}`)),
  };
  readonly log: Log = (level, message) => this.#add(() => this.told.lines.push({ level, message }));
  #waiting: (() => void)[] = [];

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #add(change: () => void): void {
    change();
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
