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
  /** Of the protocol, where the {@link Proof} has one. */
  version: number | undefined;
}

export type Greeting =
  | ({ type: "name" } & Introduction)
  | { type: "status"; status: Status }
  | ({ type: "challenge"; challenge: Uint8Array } & Introduction)
  | { type: "reply"; challenge: Uint8Array; digest: Uint8Array }
  | { type: "ack"; digest: Uint8Array };

const NAME = 78;
const STATUS = 115;
const REPLY = 114;
const ACK = 97;
/** The bytes of flags, creation and length of the name; in front of these stands a challenge, if any. */
const FLAGS_SIZE = 8;
const CREATION_SIZE = 4;
const LENGTH_SIZE = 2;

/** The bytes of a message, without the length in front. */
export function encodeGreeting(greeting: Greeting): Uint8Array {
  switch (greeting.type) {
    case "name":
      return encodeIntroduction(greeting, new Uint8Array());
    case "challenge":
      return encodeIntroduction(greeting, greeting.challenge);
    case "status":
      return Buffer.from(`s${greeting.status}`, "latin1");
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
export function decodeGreeting(bytes: Uint8Array, expected: Greeting["type"], proof: Proof): Greeting | undefined {
  const { challengeSize, digestSize } = proof;
  switch (expected) {
    case "name": {
      const introduction = decodeIntroduction(bytes, 0);
      return introduction && { type: "name", ...introduction };
    }
    case "challenge": {
      const introduction = decodeIntroduction(bytes, challengeSize);
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

function encodeIntroduction({ node, creation, flags, version }: Introduction, challenge: Uint8Array): Uint8Array {
  const name = Buffer.from(node, "utf8");
  const fixed = 1 + FLAGS_SIZE + challenge.length + CREATION_SIZE + LENGTH_SIZE;
  const bytes = Buffer.alloc(fixed + name.length + (version === undefined ? 0 : 1));
  bytes[0] = NAME;
  bytes.writeBigUInt64BE(flags, 1);
  bytes.set(challenge, 1 + FLAGS_SIZE);
  bytes.writeUInt32BE(creation, 1 + FLAGS_SIZE + challenge.length);
  bytes.writeUInt16BE(name.length, fixed - LENGTH_SIZE);
  bytes.set(name, fixed);
  if (version !== undefined) bytes[fixed + name.length] = version;
  return bytes;
}

/** What follows the name is for later versions: the first byte of it is ours, the rest is ignored. */
function decodeIntroduction(given: Uint8Array, challengeSize: number): Introduction | undefined {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.length);
  const fixed = 1 + FLAGS_SIZE + challengeSize + CREATION_SIZE + LENGTH_SIZE;
  if (bytes[0] !== NAME || bytes.length < fixed) return undefined;
  const end = fixed + bytes.readUInt16BE(fixed - LENGTH_SIZE);
  if (bytes.length < end) return undefined;
  return {
    node: bytes.toString("utf8", fixed, end),
    creation: bytes.readUInt32BE(1 + FLAGS_SIZE + challengeSize),
    flags: bytes.readBigUInt64BE(1),
    version: bytes[end],
  };
}

function decodeStatus(bytes: Uint8Array): Greeting | undefined {
  if (bytes[0] !== STATUS) return undefined;
  const text = Buffer.from(bytes.subarray(1)).toString("latin1");
  const status = STATUSES.find((known) => known === text);
  return status && { type: "status", status };
}
