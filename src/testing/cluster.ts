import type { NodeOptions } from "./launch.js";
import { TestNode } from "./node.js";
import type { Captures } from "./pattern.js";
import { play } from "./play.js";
import { createWorld, type World } from "./world.js";

/** Nodes that can see one another and nobody else. */
export interface Cluster {
  /**
   * Starts a node as an OS process of its own and waits for its first prompt. A name without a
   * host gets `localhost`; undefined is a node without a name.
   *
   * @throws Error that shows what it printed, when it ends before it prompts
   */
  start(name?: string, options?: NodeOptions): Promise<TestNode>;
  /**
   * The node that was started last under a name.
   *
   * @param name with or without the host
   * @throws Error when there is none
   */
  node(name: string): TestNode;
  /**
   * Plays a transcript of several terminals, which are named as the nodes are, without the host:
   *
   * - `me> Node.list()` types, and the lines below are what it shows; `me...> ` goes on typing
   * - `you: hello` is output that comes unasked at another terminal, maybe later
   * - `me< joe` answers a question, which is the last line above
   * - `bob! start --hidden`, `bob! kill`, `bob! close` (Ctrl+D), `bob! nothing` (has printed nothing)
   * - a line that begins with `//` is a comment; indentation common to all lines does not count
   *
   * Lines that are shown are patterns as of `matchOutput`; names captured anywhere are known
   * everywhere below, also in what is typed.
   *
   * @param captures what names stand for already
   * @returns what all names stood for
   * @throws Error that names the line which went wrong
   * @example
   * await cluster.play(`
   *   me! start
   *   you! start
   *   me> Node.spawnLink("you@localhost", () => IO.puts("hi"))
   *   [unordered]
   *   hi
   *   #PID<{you}.{n}.0>
   *   [/unordered]
   *   you! nothing
   * `);
   */
  play(transcript: string, captures?: Captures): Promise<Captures>;
  /** Ends all nodes and removes what they left. The next `start` begins anew. */
  stopAll(): Promise<void>;
}

/** What the nodes of a cluster have in common. */
export interface ClusterOptions extends NodeOptions {
  /** The secret that they share; a random one when left out. */
  cookie?: string;
}

/**
 * Makes a cluster: its nodes have a home directory, a cookie and a name server of their own.
 *
 * @example
 * const cluster = createCluster();
 * afterEach(() => cluster.stopAll());
 * const me = await cluster.start("me");
 */
export function createCluster({ cookie, ...common }: ClusterOptions = {}): Cluster {
  const nodes = new Map<string, TestNode>();
  let world: Promise<World> | undefined;
  const start = async (name?: string, options: NodeOptions = {}): Promise<TestNode> => {
    world ??= createWorld(cookie);
    const full = name === undefined || name.includes("@") ? name : `${name}@localhost`;
    const node = new TestNode(full, await world, { ...common, ...options, env: { ...common.env, ...options.env } });
    nodes.set(terminalOf(full, nodes), node);
    return node.ready();
  };
  const node = (name: string): TestNode => nodes.get(name.split("@")[0]!) ?? noNode(name);
  const stage = { start, node, names: () => [...nodes.keys()] };
  return {
    start,
    node,
    play: (transcript, captures) => play(stage, transcript, captures),
    async stopAll() {
      const [old, all] = [await world, [...nodes.values()]];
      world = undefined;
      nodes.clear();
      await Promise.all(all.map((node) => node.kill()));
      await old?.remove();
    },
  };
}

/** A node that is started again takes its terminal over; those without a name have one each. */
function terminalOf(name: string | undefined, nodes: ReadonlyMap<string, TestNode>): string {
  return name === undefined ? `nonode${nodes.size}` : name.split("@")[0]!;
}

function noNode(name: string): never {
  throw new Error(`Cannot use the terminal ${name}: start a node of that name first`);
}
