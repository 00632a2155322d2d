import { hostname } from "node:os";

const DEFAULT_PORT = 4369;

export const LOOPBACK = "127.0.0.1";

/**
 * EPMD's port: `ERL_EPMD_PORT`, else 4369.
 *
 * @throws RangeError when the variable is not a port
 */
export function epmdPort(env: NodeJS.ProcessEnv = process.env): number {
  const given = env.ERL_EPMD_PORT;
  if (!given) return DEFAULT_PORT;
  const port = Number(given);
  if (Number.isInteger(port) && port > 0 && port < 0x1_0000) return port;
  throw new RangeError(`Cannot use ERL_EPMD_PORT "${given}": set it to a number from 1 to 65535`);
}

/**
 * Where a name server listens. The first address is the one that only a single server can have.
 * With `ERL_EPMD_ADDRESS` (addresses with commas between them) these and the loopback; else
 * everywhere, or on the loopback alone for a node whose host is `localhost`.
 */
export function listenAddresses(host: string, env: NodeJS.ProcessEnv = process.env): string[] {
  if (env.ERL_EPMD_ADDRESS) return [LOOPBACK, ...env.ERL_EPMD_ADDRESS.split(/[,\s]+/).filter((at) => at !== "")];
  return host === "localhost" ? [LOOPBACK, "::1"] : ["::"];
}

/**
 * Where to ask for the nodes of a host. This machine is asked by its loopback address: its name
 * server may listen nowhere else.
 */
export function askAddress(host: string, own: string = hostname()): string {
  const isOwn = host === "localhost" || host === own || host === own.split(".")[0];
  return isOwn ? LOOPBACK : host;
}

/** True when the peer of a connection is on this machine: only those may register. */
export function isLocal(remote: string | undefined, local: string | undefined): boolean {
  if (remote === undefined) return false;
  return /^(::ffff:)?127\./.test(remote) || remote === "::1" || remote === local;
}
