/**
 * What a node can do, as it tells its peers in the handshake: one bit each. Two nodes use what both
 * can do, so a flag that is not set is something that is never received. Follows `kernel/include/dist.hrl`.
 */
export const FLAGS = {
  /** A visible node: it shows in `Node.list()` and joins the mesh. */
  PUBLISHED: 0x1n,
  ATOM_CACHE: 0x2n,
  EXTENDED_REFERENCES: 0x4n,
  DIST_MONITOR: 0x8n,
  FUN_TAGS: 0x10n,
  DIST_MONITOR_NAME: 0x20n,
  HIDDEN_ATOM_CACHE: 0x40n,
  NEW_FUN_TAGS: 0x80n,
  EXTENDED_PIDS_PORTS: 0x100n,
  EXPORT_PTR_TAG: 0x200n,
  BIT_BINARIES: 0x400n,
  NEW_FLOATS: 0x800n,
  UNICODE_IO: 0x1000n,
  DIST_HDR_ATOM_CACHE: 0x2000n,
  SMALL_ATOM_TAGS: 0x4000n,
  UTF8_ATOMS: 0x1_0000n,
  MAP_TAG: 0x2_0000n,
  BIG_CREATION: 0x4_0000n,
  SEND_SENDER: 0x8_0000n,
  BIG_SEQTRACE_LABELS: 0x10_0000n,
  EXIT_PAYLOAD: 0x40_0000n,
  FRAGMENTS: 0x80_0000n,
  HANDSHAKE_23: 0x100_0000n,
  UNLINK_ID: 0x200_0000n,
  /** Stands for all of {@link MANDATORY_25}. */
  MANDATORY_25_DIGEST: 0x400_0000n,
  SPAWN: 1n << 32n,
  NAME_ME: 1n << 33n,
  V4_NC: 1n << 34n,
  ALIAS: 1n << 35n,
  ALTACT_SIG: 1n << 37n,
  /** Between nodes of ours only: a node that speaks `global`, and is visible to those of Erlang, too. */
  GLOBAL: 1n << 63n,
} as const;

export type FlagName = keyof typeof FLAGS;

/** What Erlang/OTP 25 refuses to do without. */
const MANDATORY_25: readonly FlagName[] = [
  "EXTENDED_REFERENCES",
  "FUN_TAGS",
  "NEW_FUN_TAGS",
  "EXTENDED_PIDS_PORTS",
  "EXPORT_PTR_TAG",
  "BIT_BINARIES",
  "NEW_FLOATS",
  "UTF8_ATOMS",
  "MAP_TAG",
  "BIG_CREATION",
  "HANDSHAKE_23",
];

/** What Erlang/OTP 26 and later refuse to do without. */
export const MANDATORY_26: readonly FlagName[] = [...MANDATORY_25, "UNLINK_ID", "V4_NC"];

/** What the messages of `control.ts` take for granted: every node since Erlang/OTP 25 can do it. */
const SPOKEN: readonly FlagName[] = [
  ...MANDATORY_26,
  "DIST_MONITOR",
  "DIST_MONITOR_NAME",
  "SEND_SENDER",
  "EXIT_PAYLOAD",
  "SPAWN",
  "ALIAS",
];

/** The flags that this node sends: everything spoken here, and whether it is visible, also to nodes of Erlang. */
export function ownFlags(hidden: boolean, global = false): bigint {
  const own = flagBits([...SPOKEN, "UNICODE_IO", "SMALL_ATOM_TAGS", "MANDATORY_25_DIGEST"]);
  if (hidden) return own;
  return global ? own | FLAGS.PUBLISHED | FLAGS.GLOBAL : own | FLAGS.PUBLISHED;
}

/** The flags for a node of Erlang: those that are visible there have to speak `global`. */
export function flagsToErlang(own: bigint): bigint {
  return own & FLAGS.GLOBAL ? own & ~FLAGS.GLOBAL : own & ~FLAGS.PUBLISHED;
}

/** The flags of a node of Erlang as if it were one of ours: hidden, unless both are visible and speak `global`. */
export function flagsOfErlang(flags: bigint, own: bigint): bigint {
  const plain = flags & ~FLAGS.GLOBAL & ~FLAGS.PUBLISHED;
  return flags & FLAGS.PUBLISHED && speaksGlobal(own) ? plain | FLAGS.PUBLISHED | FLAGS.GLOBAL : plain;
}

/**
 * How the messages of a connection look: plain ones, as all nodes read them; behind a distribution
 * header; or that, and long ones in fragments. What two nodes have agreed on is what they send.
 */
export type Form = "plain" | "headed" | "fragmented";

/** What this node tells nodes of Erlang beside its own flags: it follows their headers and fragments. */
export const HEADED_FLAGS = FLAGS.DIST_HDR_ATOM_CACHE | FLAGS.FRAGMENTS;

/** The form for a node of Erlang that has these flags: a fragment has a header. */
export function formFor(flags: bigint): Form {
  if ((flags & FLAGS.DIST_HDR_ATOM_CACHE) === 0n) return "plain";
  return flags & FLAGS.FRAGMENTS ? "fragmented" : "headed";
}

/** The bits of some flags, by name. */
export function flagBits(names: readonly FlagName[]): bigint {
  return names.reduce((bits, name) => bits | FLAGS[name], 0n);
}

/** The names of the flags without which this node cannot talk to a peer; none if it can. */
export function missing(flags: bigint): FlagName[] {
  const all = flags & FLAGS.MANDATORY_25_DIGEST ? flags | flagBits(MANDATORY_25) : flags;
  return SPOKEN.filter((name) => (all & FLAGS[name]) === 0n);
}

/** True for a node that shares its names with others. */
export function speaksGlobal(flags: bigint): boolean {
  return (flags & FLAGS.GLOBAL) !== 0n;
}

/** True for a node that keeps out of the mesh. */
export function isHidden(flags: bigint): boolean {
  return (flags & FLAGS.PUBLISHED) === 0n;
}
