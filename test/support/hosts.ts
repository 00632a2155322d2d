import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cluster, NodeOptions, TestNode } from "iex-ts/testing";

/** Several hosts on one switch, each with an address and ports of its own: network namespaces. */
export interface Hosts {
  /** The addresses, one for each host. */
  readonly addresses: readonly string[];
  /** Starts a node of a cluster on the host of its name: `a@10.77.0.1`. */
  start(cluster: Cluster, name: string, options?: NodeOptions): Promise<TestNode>;
  /** Pulls the cable between a host and the switch, or puts it back. */
  cable(address: string, state: "down" | "up"): void;
  /** Removes the hosts. Everything on them must have ended. */
  remove(): Promise<void>;
}

/** Whether this machine lets us make hosts: that takes root and iproute2. */
export function canMakeHosts(): boolean {
  const name = `iexts-${process.pid}-try`;
  try {
    ip("netns", "add", name);
  } catch {
    return false;
  }
  try {
    ip("-n", name, "link", "add", "bridge", "type", "bridge");
    ip("-n", name, "link", "add", "one", "type", "veth", "peer", "name", "other");
    return true;
  } catch {
    return false;
  } finally {
    ip("netns", "del", name);
  }
}

/**
 * Makes hosts. They vanish with {@link Hosts.remove}, and also when this process ends before that.
 *
 * @param count how many; the addresses are 10.77.0.1, 10.77.0.2, ...
 */
export function createHosts(count: number): Hosts {
  const prefix = `iexts-${process.pid}`;
  const folder = mkdtempSync(join(tmpdir(), "iex-ts-hosts-"));
  const addresses = Array.from({ length: count }, (_, index) => `10.77.0.${index + 1}`);
  const space = (address: string): string => `${prefix}-${address.split(".").at(-1)}`;
  const sweeper = startSweeper([`${prefix}-switch`, ...addresses.map(space)], folder);
  makeSwitch(`${prefix}-switch`);
  for (const address of addresses) {
    makeHost(space(address), address, `${prefix}-switch`);
    writeFileSync(program(folder, address), enter(space(address)), { mode: 0o700 });
  }
  return {
    addresses,
    start: (cluster, name, options) => startOn(program(folder, name.split("@")[1]!), cluster, name, options),
    cable: (address, state) => ip("-n", `${prefix}-switch`, "link", "set", port(address), state),
    remove: () => sweep(sweeper),
  };
}

/** Of iproute2. */
const IP = "ip";

function ip(...args: string[]): void {
  execFileSync(IP, args, { stdio: ["ignore", "ignore", "pipe"] });
}

function makeSwitch(name: string): void {
  ip("netns", "add", name);
  ip("-n", name, "link", "add", "bridge", "type", "bridge");
  ip("-n", name, "link", "set", "bridge", "up");
}

function makeHost(name: string, address: string, hub: string): void {
  ip("netns", "add", name);
  ip("-n", name, "link", "add", "eth0", "type", "veth", "peer", "name", port(address), "netns", hub);
  ip("-n", name, "addr", "add", `${address}/24`, "dev", "eth0");
  for (const link of ["lo", "eth0"]) ip("-n", name, "link", "set", link, "up");
  ip("-n", hub, "link", "set", port(address), "master", "bridge", "up");
}

/** The switch's end of a host's cable. */
function port(address: string): string {
  return `port${address.split(".").at(-1)}`;
}

function program(folder: string, address: string): string {
  return join(folder, address);
}

/** A Node.js that runs on a host. */
function enter(space: string): string {
  return `#!/bin/sh\nexec ip netns exec ${space} ${process.execPath} "$@"\n`;
}

/** Nodes are started by the Node.js that runs the tests: for a moment that is the one on the host. */
async function startOn(file: string, cluster: Cluster, name: string, options?: NodeOptions): Promise<TestNode> {
  const here = process.execPath;
  process.execPath = file;
  try {
    return await cluster.start(name, options);
  } finally {
    process.execPath = here;
  }
}

/** A test process can be killed before it tidies up: then this shell does, which sees its pipe end. */
function startSweeper(spaces: readonly string[], folder: string): ChildProcess {
  const script = 'read -r _; folder=$1; shift; for s; do ip netns del "$s" 2>/dev/null; done; rm -rf -- "$folder"';
  const sweeper = spawn("/bin/sh", ["-c", script, "sh", folder, ...spaces], {
    detached: true,
    cwd: "/",
    stdio: ["pipe", "ignore", "ignore"],
  });
  sweeper.unref();
  (sweeper.stdin as { unref?(): void } | null)?.unref?.();
  return sweeper;
}

function sweep(sweeper: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    sweeper.ref();
    sweeper.once("exit", () => resolve());
    sweeper.stdin?.end();
  });
}
