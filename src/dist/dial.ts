import { authenticate } from "./authenticate.js";
import type { Carrier, CarrierKind } from "./carriers/carrier.js";
import { DialError } from "./carriers/dial-error.js";
import { dialTcp } from "./carriers/tcp.js";
import { dialWebSocket } from "./carriers/websocket.js";
import { askAddress } from "./epmd/address.js";
import { MARKER } from "./epmd/protocol.js";
import type { Established, Handshake } from "./handshake.js";
import { hostRefusal, type NameMode, type NodeName, splitNodeName } from "./name.js";
import type { Failure } from "./reasons.js";

/** Asks a host's port mapper for a node. Rejects when the port mapper cannot be reached. */
export type Lookup = (host: string, name: string) => Promise<{ port: number; extra: string } | undefined>;

/** How a node is called. */
export interface Called {
  carrier: CarrierKind;
  /** Whether it is a node of Erlang: it did not register with our marker. */
  isErlang: boolean;
}

export interface DialOptions {
  mode: NameMode;
  lookup: Lookup;
  /** What carries the bytes to nodes of ours. */
  carrier: CarrierKind;
  handshake(called: Called): Handshake;
  /** Ends the attempt at its deadline, or when it is not wanted any more. */
  signal: AbortSignal;
  /** Takes over the carrier, in the same turn as the handshake ended. */
  established(carrier: Carrier, end: Established): void;
}

/**
 * Calls a node by its name: from the name to the port, to the carrier, through the handshake.
 *
 * @returns why there is no connection, or undefined when there is
 */
export async function dial(node: string, options: DialOptions): Promise<Failure | undefined> {
  let carrier: Carrier | undefined;
  try {
    const name = checked(node, options.mode);
    const { port, ...called } = await find(name, options);
    carrier = await DIAL[called.carrier](askAddress(name.host), port, options.signal);
    return await shakeHands(carrier, called, options);
  } catch (error) {
    carrier?.destroy();
    if (error instanceof DialError) return error.failure;
    return { kind: "error", detail: error instanceof Error ? error.message : String(error) };
  }
}

function checked(node: string, mode: NameMode): NodeName {
  const name = splitNodeName(node);
  if (!name) throw new DialError({ kind: "invalid_name" });
  if (hostRefusal(mode, node)) throw new DialError({ kind: "name_mismatch" });
  return name;
}

const DIAL = { websocket: dialWebSocket, tcp: dialTcp };

async function find({ host, name }: NodeName, options: DialOptions): Promise<Called & { port: number }> {
  const { lookup, signal, carrier } = options;
  const found = await Promise.race([lookup(host, name), aborted(signal)]).catch((error) => {
    throw error instanceof DialError ? error : new DialError({ kind: "unreachable", detail: error?.message });
  });
  if (!found) throw new DialError({ kind: "no_such_name" });
  const isErlang = !found.extra.includes(MARKER);
  return { port: found.port, isErlang, carrier: isErlang ? "tcp" : carrier };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = () => reject(new DialError({ kind: "timeout" }));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}

function shakeHands(carrier: Carrier, called: Called, options: DialOptions): Promise<Failure | undefined> {
  return new Promise((resolve) => {
    const giveUp = authenticate(carrier, options.handshake(called), (end) => {
      options.signal.removeEventListener("abort", giveUp);
      if (end.type === "established") options.established(carrier, end);
      resolve(end.type === "failed" ? end.failure : undefined);
    });
    options.signal.addEventListener("abort", giveUp);
    if (options.signal.aborted) giveUp();
  });
}
