import { type Atom, atom, isTuple, Pid, type Tuple, tuple } from "../term/index.js";

/**
 * The Erlang I/O protocol: `{io_request, From, ReplyAs, Request}` is answered with
 * `{io_reply, ReplyAs, Reply}` (stdlib's "The Erlang I/O Protocol"). Requests of the older forms,
 * without an encoding, are understood too.
 */
export type Request =
  | { type: "putChars"; chars: unknown }
  | { type: "format"; module: Atom; name: Atom; args: unknown[] }
  | { type: "getLine"; prompt: unknown }
  | { type: "getChars"; prompt: unknown; count: number }
  | { type: "getUntil"; prompt: unknown; module: Atom; name: Atom; args: unknown[] }
  | { type: "geometry"; what: "columns" | "rows" }
  | { type: "getOptions" }
  | { type: "setOptions" }
  | { type: "requests"; requests: unknown[] }
  | { type: "unknown" };

/** A request and how to answer it. */
export interface Envelope {
  from: Pid;
  replyAs: unknown;
  request: unknown;
}

/** Packs a request for a device. */
export function ioRequest(from: Pid, replyAs: unknown, request: Tuple | Atom): Tuple {
  return tuple(atom.io_request, from, replyAs, request);
}

/** The request inside a message, `undefined` when it is something else. */
export function parseEnvelope(message: unknown): Envelope | undefined {
  if (!isTuple(message) || message.length !== 4 || message[0] !== atom.io_request) return undefined;
  const [, from, replyAs, request] = message;
  return from instanceof Pid ? { from, replyAs, request } : undefined;
}

/** Withdraws a request that nobody waits for any more: `{io_cancel, From, ReplyAs}`. Devices of Erlang ignore it. */
export const IO_CANCEL = atom("io_cancel");

/** Packs an answer. */
export function ioReply(replyAs: unknown, reply: unknown): Tuple {
  return tuple(atom.io_reply, replyAs, reply);
}

export const putChars = (text: string): Tuple => tuple(atom("put_chars"), UNICODE, text);
export const getLine = (prompt: string): Tuple => tuple(atom("get_line"), UNICODE, prompt);
export const getChars = (prompt: string, count: number): Tuple => tuple(atom("get_chars"), UNICODE, prompt, count);
export const getGeometry = (what: "columns" | "rows"): Tuple => tuple(atom("get_geometry"), atom(what));

const UNICODE = atom("unicode");
const LATIN1 = atom("latin1");

/** What a request asks for. */
export function parseRequest(request: unknown): Request {
  if (request === atom("getopts")) return { type: "getOptions" };
  if (!isTuple(request)) return { type: "unknown" };
  const [tag, ...rest] = request;
  const args = rest[0] === UNICODE || rest[0] === LATIN1 ? rest.slice(1) : rest;
  return parsers.get(tag as Atom)?.(args) ?? { type: "unknown" };
}

const parsers = new Map<Atom, (args: unknown[]) => Request | undefined>([
  [atom("put_chars"), parsePutChars],
  [atom("get_line"), ([prompt, ...rest]) => (rest.length === 0 ? { type: "getLine", prompt } : undefined)],
  [atom("get_chars"), parseGetChars],
  [atom("get_until"), parseGetUntil],
  [atom("get_geometry"), parseGeometry],
  [atom("getopts"), () => ({ type: "getOptions" })],
  [atom("setopts"), () => ({ type: "setOptions" })],
  [atom("requests"), ([list]) => (Array.isArray(list) ? { type: "requests", requests: list } : undefined)],
]);

function parsePutChars(args: unknown[]): Request | undefined {
  if (args.length === 1) return { type: "putChars", chars: args[0] };
  const [module, name, list] = args;
  if (args.length !== 3 || typeof module !== "symbol" || typeof name !== "symbol" || !Array.isArray(list))
    return undefined;
  return { type: "format", module, name, args: list };
}

function parseGetChars([prompt, count]: unknown[]): Request | undefined {
  return typeof count === "number" && count >= 0 ? { type: "getChars", prompt, count } : undefined;
}

function parseGetUntil([prompt, module, name, args]: unknown[]): Request | undefined {
  if (typeof module !== "symbol" || typeof name !== "symbol" || !Array.isArray(args)) return undefined;
  return { type: "getUntil", prompt, module, name, args };
}

function parseGeometry([what]: unknown[]): Request | undefined {
  if (what === atom("columns")) return { type: "geometry", what: "columns" };
  return what === atom("rows") ? { type: "geometry", what: "rows" } : undefined;
}
