import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { type Cluster, createCluster } from "../../../src/testing/index.js";
import { createWorld, release, type World } from "../../../src/testing/world.js";
import { Beam, type BeamOptions, elixirCommand, erlCommand } from "./beam.js";

/** Nodes of Erlang, Elixir and iex-ts that see one another and nobody else. */
export interface Interop {
  /** The secret that all share. */
  readonly cookie: string;
  readonly epmdPort: number;
  /** Nodes of iex-ts, as OS processes. */
  readonly ts: Cluster;
  /** Starts a node of Erlang; a name without a host gets `localhost`. */
  erl(name: string, options?: BeamOptions): Promise<Beam>;
  /** Starts a node of Elixir. */
  elixir(name: string, options?: BeamOptions): Promise<Beam>;
  /** Starts Erlang's own `epmd`, for tests that have asked for none at first. */
  startEpmd(): Promise<void>;
  killEpmd(): Promise<void>;
  /** Ends everything. */
  end(): Promise<void>;
}

/**
 * Makes a world with a home, a cookie and a name server of its own. What it starts is ended by
 * `end`, and also when the test process dies.
 *
 * @param options `epmd: false` starts without Erlang's `epmd`: a node of iex-ts, started first, serves the names
 * @example
 * const interop = await createInterop();
 * const erl = await interop.erl("b");
 * await erl.run("node()"); // "b@localhost"
 * const me = await interop.ts.start("me");
 */
export async function createInterop({ epmd = true } = {}): Promise<Interop> {
  const cookie = "interop-secret";
  const world = await createWorld(cookie);
  const interop = new Nodes(world, cookie);
  if (epmd) await interop.startEpmd();
  return interop;
}

class Nodes implements Interop {
  readonly ts: Cluster;
  readonly #beams = new Set<Beam>();
  #epmd: ChildProcess | undefined;

  constructor(
    readonly world: World,
    readonly cookie: string,
  ) {
    this.ts = createCluster({ cookie, env: world.env });
  }

  get epmdPort(): number {
    return this.world.epmdPort;
  }

  erl(name: string, options: BeamOptions = {}): Promise<Beam> {
    const full = fullName(name);
    return this.#start(full, erlCommand(full, options), options);
  }

  elixir(name: string, options: BeamOptions = {}): Promise<Beam> {
    const full = fullName(name);
    return this.#start(full, elixirCommand(full, options), options);
  }

  async startEpmd(): Promise<void> {
    const child = spawn("epmd", ["-port", String(this.epmdPort)], { env: this.world.env, stdio: "ignore" });
    this.world.guard(child);
    release(child);
    this.#epmd = child;
    await answers(this.epmdPort);
  }

  async killEpmd(): Promise<void> {
    const child = this.#epmd;
    this.#epmd = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  async end(): Promise<void> {
    await Promise.all([this.ts.stopAll(), ...[...this.#beams].map((beam) => beam.kill())]);
    await this.killEpmd();
    await this.world.remove();
  }

  async #start(name: string, command: [string, ...string[]], { env }: BeamOptions): Promise<Beam> {
    const beam = new Beam(name, command, { ...this.world.env, ...env }, this.world);
    this.#beams.add(beam);
    await beam.run("1");
    return beam;
  }
}

function fullName(name: string): string {
  return name.includes("@") ? name : `${name}@localhost`;
}

/** Resolves once somebody listens on a port of this machine. */
async function answers(port: number): Promise<void> {
  for (let left = 200; left > 0; left--) {
    const socket = connect(port, "127.0.0.1");
    const there = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "close").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (there) return;
    await pause(25);
  }
  throw new Error(`Waited in vain for epmd on port ${port}`);
}
