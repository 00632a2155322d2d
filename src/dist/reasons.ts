import { messageOf } from "../term/index.js";

/** Why there is no connection to a node, as the node that asked for one learns it. */
type FailureKind = keyof typeof texts;

/** An attempt to connect that came to nothing. */
export interface Failure {
  readonly kind: FailureKind;
  /** What the other side or the system said, if it adds to the kind. */
  readonly detail?: string | undefined;
}

const texts = {
  no_such_name: (node) => `no node of the name ${quoted(name(node))} is registered at ${host(node)}: start it there`,
  unreachable: (node) => `the port mapper (epmd) of ${host(node)} cannot be reached: check the host and its network`,
  port: (node) =>
    `nothing answers at the port registered for ${quoted(node)}: it has just ended, or a firewall is in between`,
  cookie: (node) =>
    `the cookies differ: start both nodes with the same --cookie, or call Node.setCookie(${JSON.stringify(node)}, cookie)`,
  name_mismatch: (node) =>
    `short and long node names do not mix: give both nodes --sname, or both --name (${quoted(node)} is the other kind)`,
  wrong_name: () => "the node that answers has another name: it has taken over the port, so try again",
  not_allowed: () =>
    "it refuses connections from this node: check that its name differs and that both run the same version",
  version: () =>
    "it runs another version of the protocol: run the same version of iex-ts on both nodes, or Erlang/OTP 25 or later",
  protocol: () => "what answers does not follow the protocol of a node",
  timeout: () => "it does not answer in time: check that it is not busy or stopped",
  duplicate: () => "a connection with it is being made already",
  closed: () => "it closed the connection during the handshake",
  invalid_name: () => "a node name needs a name, one @ and a host, as in me@localhost",
  error: () => "an error in this node ended the attempt: report it",
  stopped: () => "this node stopped its distribution meanwhile",
} satisfies Record<string, (node: string) => string>;

/** The line that tells a caller why `Node.connect(node)` gave false. */
export function explain(node: string, { kind, detail }: Failure): string {
  const because = detail === undefined ? "" : ` (${detail})`;
  return `Cannot connect to ${quoted(node)}: ${texts[kind](node)}${because}`;
}

/** What a node logs about others. The words are those of `net_kernel` and `dist_util`. */
export const logLine = {
  /** At the node that was called with a wrong cookie. */
  wrongCookie: (node: string) =>
    `** Connection attempt from node ${quoted(node)} rejected. Invalid challenge reply. **`,
  /** At the node that was called by one that lacks something. */
  refused: (node: string, failure: Failure) =>
    `** Connection attempt from node ${quoted(node)} rejected: ${failure.detail ?? failure.kind} **`,
  noHost: (node: string) => `\n** Cannot get connection id for node ${quoted(node)}\n`,
  tickTimeout: (node: string) => `** Node ${quoted(node)} not responding **\n** Removing (timedout) connection **`,
  backlog: (node: string, bytes: number) =>
    `${mebibytes(bytes)} MiB wait to be sent to ${quoted(node)}: it takes messages more slowly than this node sends them`,
  overflow: (node: string, bytes: number) =>
    `${mebibytes(bytes)} MiB wait to be sent to ${quoted(node)}: closing the connection`,
  brokenOff: (node: string, error: unknown) => `Closed the connection with ${quoted(node)}: ${messageOf(error)}`,
  expired: (node: string, count: number) =>
    `Gave up ${count === 1 ? "a message" : `${count} messages`} from ${quoted(node)} of which the rest did not come`,
  undecodable: (node: string, error: unknown) =>
    `Dropped a message from ${quoted(node)} that cannot be read: ${messageOf(error)}`,
  stranger: (address: string) => `Closed a connection from ${address}: it speaks no protocol of this node`,
  rejected: (address: string, failure: Failure) =>
    `Closed a connection from ${address} before it named its node: ${failure.detail ?? failure.kind}`,
};

/** A node name as Elixir prints the atom: `:me@localhost`, `:"me@127.0.0.1"`. */
export function quoted(node: string): string {
  return /^[\p{L}_][\p{L}\p{N}_@]*$/u.test(node) ? `:${node}` : `:${JSON.stringify(node)}`;
}

function name(node: string): string {
  return node.slice(0, Math.max(0, node.indexOf("@")));
}

function host(node: string): string {
  return node.slice(node.indexOf("@") + 1);
}

function mebibytes(bytes: number): number {
  return Math.round(bytes / 0x10_0000);
}
