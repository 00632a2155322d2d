/** What carries the bytes: a websocket, as between our own nodes, or a plain socket, as Erlang's have it. */
export type CarrierKind = "websocket" | "tcp";

/**
 * An ordered stream of bytes to another node: what the handshake and the connection need of a
 * socket. It owns the bytes it is given until it is closed.
 */
export interface Carrier {
  /** Who is at the other end, for log lines. */
  readonly remote: string;
  /** Bytes that arrived so far, those of messages that are not complete yet included. */
  readonly bytesRead: number;
  /** Bytes that were sent and still wait in this process. */
  readonly backlog: number;
  /** Gets the bytes as they arrive. Bytes that arrive before it is set are kept for it. */
  onData: ((chunk: Uint8Array) => void) | undefined;
  /** Called once, when it has closed, whoever closed it; never in the same turn as `close` or `destroy`. */
  onClose: (() => void) | undefined;
  /** @param sent called when the system has taken the bytes, or the socket has failed */
  send(bytes: Uint8Array, sent?: () => void): void;
  /** Sends what waits, then closes. */
  close(): void;
  /** Closes at once. */
  destroy(): void;
}
