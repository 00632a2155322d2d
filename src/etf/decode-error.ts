/** The bytes are not a term: `offset` is where the part begins that cannot be read. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";

  constructor(
    message: string,
    /** In bytes, from the start of the input. */
    readonly offset: number,
    options?: ErrorOptions,
  ) {
    super(`Cannot decode ${message} at offset ${offset}`, options);
  }
}
