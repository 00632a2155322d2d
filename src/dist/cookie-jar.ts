/**
 * The cookies of a node: its own, and those of particular peers, used in both directions.
 * Follows `auth:set_cookie/2`.
 */
export class CookieJar {
  readonly #cookies = new Map<string, string>();

  constructor(
    readonly self: string,
    own: string,
  ) {
    this.set(undefined, own);
  }

  /** The cookie for a peer: its own, else this node's. */
  get(node: string | undefined = this.self): string {
    return this.#cookies.get(node) ?? this.#cookies.get(this.self)!;
  }

  /**
   * Connections that are open stay open.
   *
   * @throws RangeError for an empty cookie, which would let everybody in
   */
  set(node: string | undefined = this.self, cookie: string): void {
    if (cookie === "")
      throw new RangeError(`Cannot set an empty cookie for ${node}: everybody knows it, choose another`);
    this.#cookies.set(node, cookie);
  }
}
