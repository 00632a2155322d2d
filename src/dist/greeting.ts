/**
 * The five messages of the handshake as bytes, both directions side by side. Follows "Distribution
 * Handshake" of `erl_dist_protocol`. Each travels behind its length in two bytes; the number of
 * bytes of challenges and digests is that of the {@link Proof}.
 */
import type { Proof } from "./proof.js";

/** How an acceptor answers a name; how a caller answers `alive`. */
const STATUSES = ["ok", "ok_simultaneous", "nok", "not_allowed", "alive", "true", "false"] as const;
export type Status = (typeof STATUSES)[number];

/** What a node says of itself. */
export interface Introduction {
  node: string;
  /** Which life of the name this is: 32 bits, never 0. */
  creation: number;
  flags: bigint;
  /** Of our own protocol; a node of Erlang tells none. */
  version: number | undefined;
}

export type Greeting =
  | ({ type: "name" } & Introduction)
  | { type: "status"; status: Status }
  /** Instead of a status: the caller, who gave its host only, gets this name. Our nodes never ask for one. */
  | { type: "named"; node: string; creation: number }
  | ({ type: "challenge"; challenge: Uint8Array } & Introduction)
  | { type: "reply"; challenge: Uint8Array; digest: Uint8Array }
  | { type: "ack"; digest: Uint8Array };

/** What a side waits for. */
export type Expected = Exclude<Greeting["type"], "named">;

/** No message of the handshake has more bytes: the name of a node has at most 255 characters. */
export const LONGEST_GREETING = 2048;

const NAME = 78;
const STATUS = 115;
const REPLY = 114;
const ACK = 97;
/** The bytes of flags, creation and length of the name; in front of these stands a challenge, if any. */
const FLAGS_SIZE = 8;
const CREATION_SIZE = 4;
const LENGTH_SIZE = 2;

/**
 * The bytes of a message, without the length in front.
 *
 * @param mark what stands in front of our version, as in the {@link Proof}
 */
export function encodeGreeting(greeting: Greeting, mark = ""): Uint8Array {
  switch (greeting.type) {
    case "name":
      return encodeIntroduction(greeting, new Uint8Array(), mark);
    case "challenge":
      return encodeIntroduction(greeting, greeting.challenge, mark);
    case "status":
      return Buffer.from(`s${greeting.status}`, "latin1");
    case "named":
      return encodeNamed(greeting);
    case "reply":
      return Buffer.concat([Uint8Array.of(REPLY), greeting.challenge, greeting.digest]);
    case "ack":
      return Buffer.concat([Uint8Array.of(ACK), greeting.digest]);
  }
}

/**
 * Reads the message that its receiver waits for.
 *
 * @param expected tells `name` from `challenge`, which begin alike
 * @returns undefined for anything else: the bytes may come from anyone
 */
export function decodeGreeting(bytes: Uint8Array, expected: Expected, proof: Proof): Greeting | undefined {
  const { challengeSize, digestSize, mark } = proof;
  switch (expected) {
    case "name": {
      const introduction = decodeIntroduction(bytes, 0, mark);
      return introduction && { type: "name", ...introduction };
    }
    case "challenge": {
      const introduction = decodeIntroduction(bytes, challengeSize, mark);
      const at = 1 + FLAGS_SIZE;
      return introduction && { type: "challenge", challenge: bytes.slice(at, at + challengeSize), ...introduction };
    }
    case "status":
      return decodeStatus(bytes);
    case "reply":
      if (bytes[0] !== REPLY || bytes.length !== 1 + challengeSize + digestSize) return undefined;
      return { type: "reply", challenge: bytes.slice(1, 1 + challengeSize), digest: bytes.slice(1 + challengeSize) };
    case "ack":
      return bytes[0] === ACK && bytes.length === 1 + digestSize ? { type: "ack", digest: bytes.slice(1) } : undefined;
  }
}

function encodeIntroduction(introduction: Introduction, challenge: Uint8Array, mark: string): Uint8Array {
  const { node, creation, flags, version } = introduction;
  const name = Buffer.from(node, "utf8");
  const fixed = 1 + FLAGS_SIZE + challenge.length + CREATION_SIZE + LENGTH_SIZE;
  const bytes = Buffer.alloc(fixed + name.length);
  bytes[0] = NAME;
  bytes.writeBigUInt64BE(flags, 1);
  bytes.set(challenge, 1 + FLAGS_SIZE);
  bytes.writeUInt32BE(creation, 1 + FLAGS_SIZE + challenge.length);
  bytes.writeUInt16BE(name.length, fixed - LENGTH_SIZE);
  bytes.set(name, fixed);
  return version === undefined ? bytes : Buffer.concat([bytes, Buffer.from(mark, "latin1"), Uint8Array.of(version)]);
}

/** What follows the name is for later versions: our mark and version if it begins so, the rest is ignored. */
function decodeIntroduction(given: Uint8Array, challengeSize: number, mark: string): Introduction | undefined {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.length);
  const fixed = 1 + FLAGS_SIZE + challengeSize + CREATION_SIZE + LENGTH_SIZE;
  if (bytes[0] !== NAME || bytes.length < fixed) return undefined;
  const end = fixed + bytes.readUInt16BE(fixed - LENGTH_SIZE);
  if (bytes.length < end) return undefined;
  return {
    node: bytes.toString("utf8", fixed, end),
    creation: bytes.readUInt32BE(1 + FLAGS_SIZE + challengeSize),
    flags: bytes.readBigUInt64BE(1),
    version: bytes.toString("latin1", end, end + mark.length) === mark ? bytes[end + mark.length] : undefined,
  };
}

function encodeNamed({ node, creation }: { node: string; creation: number }): Uint8Array {
  const text = Buffer.from("snamed:", "latin1");
  const name = Buffer.from(node, "utf8");
  const bytes = Buffer.concat([text, new Uint8Array(LENGTH_SIZE), name, new Uint8Array(CREATION_SIZE)]);
  bytes.writeUInt16BE(name.length, text.length);
  bytes.writeUInt32BE(creation, text.length + LENGTH_SIZE + name.length);
  return bytes;
}

function decodeStatus(bytes: Uint8Array): Greeting | undefined {
  if (bytes[0] !== STATUS) return undefined;
  const text = Buffer.from(bytes.subarray(1)).toString("latin1");
  const status = STATUSES.find((known) => known === text);
  return status && { type: "status", status };
}
