/** Loaded with the first handshake: a node that only starts does not wait for it. */
const crypto = () => process.getBuiltinModule("node:crypto");

/**
 * How two nodes introduce themselves and prove to each other that they know the cookie. The handshake
 * is the same for every carrier.
 */
export interface Proof {
  /** Bytes of a challenge and of a digest. */
  readonly challengeSize: number;
  readonly digestSize: number;
  /** The version of our own protocol, in one byte behind a node's name, and the text in front of that byte. */
  readonly version: number;
  readonly mark: string;
  /** Whether nodes that tell no version of ours may join: those of Erlang. */
  readonly admitsErlang: boolean;
  challenge(): Uint8Array;
  /**
   * Answers a challenge.
   *
   * @param transcript what both sides have said so far, opened by a word for who answers: a proof that
   * covers it can be neither reflected to its maker nor used in another conversation
   */
  digest(cookie: string, challenge: Uint8Array, transcript: readonly Uint8Array[]): Uint8Array;
}

/** HMAC-SHA256 with the cookie as key, over the challenge and the whole conversation. */
export const hmacProof: Proof = {
  challengeSize: 32,
  digestSize: 32,
  version: 1,
  mark: "",
  admitsErlang: false,
  challenge: () => crypto().randomBytes(32),
  digest(cookie, challenge, transcript) {
    const hmac = crypto().createHmac("sha256", cookie);
    for (const part of [challenge, ...transcript]) hmac.update(size(part)).update(part);
    return hmac.digest();
  },
};

/**
 * MD5 over the cookie and the challenge as a decimal number: what Erlang's nodes know
 * (`dist_util:gen_digest/2`).
 */
export const md5Proof: Proof = {
  challengeSize: 4,
  digestSize: 16,
  version: 1,
  mark: "iex-ts/",
  admitsErlang: true,
  challenge: () => crypto().randomBytes(4),
  digest(cookie, challenge) {
    const number = Buffer.from(challenge).readUInt32BE();
    return crypto().createHash("md5").update(cookie, "latin1").update(String(number)).digest();
  },
};

/** Compares two digests in a time that does not tell where they differ. */
export function sameDigest(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && crypto().timingSafeEqual(a, b);
}

/** Parts are told apart by their lengths, so no two conversations run together into the same bytes. */
function size(part: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, part.length);
  return bytes;
}
