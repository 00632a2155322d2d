import { isIP } from "node:net";

/** `--sname` (hosts without dots) or `--name` (fully qualified hosts). A cluster is one or the other. */
export type NameMode = "short" | "long";

/** A node's name in its parts: `me@localhost` is `me` on `localhost`. */
export interface NodeName {
  full: string;
  name: string;
  host: string;
}

/** A name that no node may have; the message says what to type instead. */
export class InvalidNodeName extends Error {
  override readonly name = "InvalidNodeName";
}

/** An atom's limit, and a node's name is an atom. */
const LONGEST = 255;

/**
 * Reads the name that a user gives a node. A bare name gets `@` and the name of this machine: its
 * first label for short names, all of it for long ones. Which characters are allowed follows
 * OTP's `net_kernel`.
 *
 * @param text what the user typed, for example `me` or `me@localhost`
 * @param mode `short` for `--sname`, `long` for `--name`
 * @param hostname the name of this machine, as `os.hostname()` tells it
 * @throws InvalidNodeName when no node can have that name
 * @example
 * parseNodeName("me@localhost", "short", "vm.example.org").full; // "me@localhost"
 * parseNodeName("me", "short", "vm.example.org").full; // "me@vm"
 */
export function parseNodeName(text: string, mode: NameMode, hostname: string): NodeName {
  const node = text.includes("@") ? splitGiven(text) : withHost(text, mode, hostname);
  if (!/^[A-Za-z0-9_-]+$/.test(node.name))
    throw invalid(text, `the part before the "@" holds letters, digits, "_" and "-" only, choose another name`);
  if (!/^[!-ÿ]+$/.test(node.host)) throw invalid(text, `"${node.host}" is no host name, give one without blanks`);
  if (node.full.length > LONGEST)
    throw invalid(text, `it has ${node.full.length} characters and ${LONGEST} are allowed, choose a shorter name`);
  checkMode(node, mode);
  return node;
}

/**
 * The parts of a full name as other nodes write it, or undefined when it is not one: exactly one
 * `@`, with something on both sides.
 */
export function splitNodeName(full: string): NodeName | undefined {
  const [name, host, ...more] = full.split("@");
  return name && host && more.length === 0 ? { full, name, host } : undefined;
}

/**
 * Why a node with names of that mode cannot talk to another node, in Erlang's words; undefined
 * when it can. Follows `net_kernel`: an address without dots (IPv6) counts as fully qualified too.
 *
 * @example
 * hostRefusal("long", "a@localhost");
 * // ** System running to use fully qualified hostnames **
 * // ** Hostname localhost is illegal **
 */
export function hostRefusal(mode: NameMode, theirs: string): string | undefined {
  const node = splitNodeName(theirs);
  if (!node) return `** Nodename ${theirs} illegal **`;
  if (suits(node.host, mode)) return undefined;
  const system = mode === "long" ? "System running" : "System NOT running";
  return `** ${system} to use fully qualified hostnames **\n** Hostname ${node.host} is illegal **`;
}

function splitGiven(text: string): NodeName {
  const node = splitNodeName(text);
  if (!node) throw invalid(text, `a node's name is one word, one "@" and one host, as in me@localhost`);
  return node;
}

function withHost(name: string, mode: NameMode, hostname: string): NodeName {
  if (name === "") throw new InvalidNodeName(`Cannot start a node with an empty name, give one as in ${flag(mode)} me`);
  const host = mode === "short" ? (hostname.split(".")[0] ?? "") : hostname;
  if (suits(host, mode) && host !== "") return { full: `${name}@${host}`, name, host };
  throw invalid(
    name,
    mode === "long"
      ? `this machine calls itself "${hostname}", which is not fully qualified, give the host too as in --name ${name}@127.0.0.1 or use --sname ${name}`
      : `this machine has no host name, give one as in --sname ${name}@localhost`,
  );
}

function checkMode({ full, host }: NodeName, mode: NameMode): void {
  if (suits(host, mode)) return;
  throw invalid(
    full,
    mode === "long"
      ? `its host "${host}" is not fully qualified, use --sname ${full}`
      : `the host "${host}" of a short name has no dots, use --name ${full}`,
  );
}

function suits(host: string, mode: NameMode): boolean {
  return mode === "long" ? host.includes(".") || isIP(host) !== 0 : !host.includes(".");
}

function flag(mode: NameMode): string {
  return mode === "long" ? "--name" : "--sname";
}

function invalid(text: string, why: string): InvalidNodeName {
  return new InvalidNodeName(`Cannot start a node as "${text}": ${why}`);
}
