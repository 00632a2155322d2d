/**
 * The protocol of EPMD, Erlang's port mapper: bytes <-> requests and replies, pure. Follows "EPMD
 * Protocol" in ERTS' `erl_dist_protocol.md` and `epmd_srv.c`. Names are UTF-8; the extra field is
 * any bytes, kept as a string with one character for each.
 */

/** Stands in the extra field of our nodes: they can be dialled by websocket. */
export const MARKER = "iex-ts/1";

export const NORMAL_NODE = 77;
export const HIDDEN_NODE = 72;
/** The version of the distribution protocol that OTP 25 and later speak, the lowest and the highest. */
export const DIST_VERSION = 6;

/** What a node tells about itself. */
export interface Registration {
  /** The part of its name before the `@`. */
  name: string;
  /** The port that it listens on for other nodes. */
  port: number;
  /** {@link NORMAL_NODE} or {@link HIDDEN_NODE}. */
  nodeType: number;
  /** 0: TCP. */
  protocol: number;
  highest: number;
  lowest: number;
  extra: string;
}

export type Request =
  | { type: "alive"; node: Registration }
  | { type: "port"; name: string }
  | { type: "names" }
  | { type: "dump" }
  | { type: "kill" }
  | { type: "stop"; name: string };

/** What came back for a registration; `creation` says nothing when the result is not 0. */
export interface AliveReply {
  result: number;
  creation: number;
}

export interface NamesReply {
  /** EPMD's own port. */
  port: number;
  nodes: { name: string; port: number }[];
}

/** Bytes that are not EPMD's protocol: their connection is closed. */
export class EpmdGarbage extends Error {
  override readonly name = "EpmdGarbage";
}

const TAG = { alive: 120, port: 122, names: 110, dump: 100, kill: 107, stop: 115 } as const;
const ALIVE_REPLY = 121;
const ALIVE_REPLY_WIDE = 118;
const PORT_REPLY = 119;

const LONGEST_NAME = 255;
/** In bytes, each of the 255 characters may take four. */
const LONGEST_FIELD = 4 * 255;
const LARGEST_REQUEST = 13 + 2 * LONGEST_FIELD;

export function encodeRequest(request: Request): Buffer {
  const body = encodeBody(request);
  return Buffer.concat([int16(body.length), body]);
}

/**
 * The request that has arrived, or undefined when there is more to come.
 *
 * @param bytes all that was received so far
 * @throws EpmdGarbage when it cannot become a request
 */
export function decodeRequest(bytes: Buffer): Request | undefined {
  if (bytes.length < 2) return undefined;
  const length = bytes.readUInt16BE(0);
  if (length < 1 || length > LARGEST_REQUEST) throw new EpmdGarbage(`A request of ${length} bytes`);
  if (bytes.length > 2 + length) throw new EpmdGarbage("More bytes than the request announced");
  return bytes.length === 2 + length ? decodeBody(bytes.subarray(2)) : undefined;
}

/** `wide` replies carry creations of 32 bits, the others of 16; nodes of OTP 23 and later want the former. */
export function encodeAliveReply({ result, creation }: AliveReply, wide: boolean): Buffer {
  const reply = Buffer.alloc(wide ? 6 : 4);
  reply.set([wide ? ALIVE_REPLY_WIDE : ALIVE_REPLY, result]);
  if (wide) reply.writeUInt32BE(creation, 2);
  else reply.writeUInt16BE(creation, 2);
  return reply;
}

/** The reply to `alive`, or undefined when there is more to come. */
export function decodeAliveReply(bytes: Buffer): AliveReply | undefined {
  if (bytes.length === 0) return undefined;
  const wide = expectTag(bytes, ALIVE_REPLY, ALIVE_REPLY_WIDE) === ALIVE_REPLY_WIDE;
  if (bytes.length < (wide ? 6 : 4)) return undefined;
  return { result: bytes.readUInt8(1), creation: wide ? bytes.readUInt32BE(2) : bytes.readUInt16BE(2) };
}

/** The reply to `port`: what the node registered, or that there is none. */
export function encodePortReply(node: Registration | undefined): Buffer {
  if (!node) return Buffer.of(PORT_REPLY, 1);
  return Buffer.concat([Buffer.of(PORT_REPLY, 0), encodeNode(node)]);
}

/** The reply to `port`, `{ node: undefined }` when nobody has that name; undefined when there is more to come. */
export function decodePortReply(bytes: Buffer): { node: Registration | undefined } | undefined {
  if (bytes.length > 0) expectTag(bytes, PORT_REPLY);
  if (bytes.length < 2) return undefined;
  if (bytes[1] !== 0) return { node: undefined };
  const node = decodeNode(bytes.subarray(2));
  return node && { node };
}

/** The reply to `names`; `epmd -names` prints its lines as they are. */
export function encodeNamesReply({ port, nodes }: NamesReply): Buffer {
  const lines = nodes.map((node) => `name ${node.name} at port ${node.port}\n`);
  return Buffer.concat([int32(port), Buffer.from(lines.join(""))]);
}

/** The reply to `names`, all of it: the server closes when it has said everything. */
export function decodeNamesReply(bytes: Buffer): NamesReply {
  if (bytes.length < 4) throw new EpmdGarbage("A list of names that ends too early");
  const lines = bytes.toString("utf8", 4).split("\n");
  const found = lines.flatMap((line) => {
    const [, name, port] = /^name (.*) at port (\d+)$/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, port: Number(port) }];
  });
  return { port: bytes.readUInt32BE(0), nodes: found };
}

/** The reply to `dump`: the same in more words, each line ended by a zero as `epmd` does. */
export function encodeDumpReply({ port, nodes }: NamesReply): Buffer {
  const lines = nodes.map((node, at) => `active name     <${node.name}> at port ${node.port}, fd = ${at}\n\0`);
  return Buffer.concat([int32(port), Buffer.from(lines.join(""))]);
}

function encodeBody(request: Request): Buffer {
  const tag = Buffer.of(TAG[request.type]);
  if (request.type === "alive") return Buffer.concat([tag, encodeNode(request.node)]);
  return "name" in request ? Buffer.concat([tag, Buffer.from(request.name)]) : tag;
}

function decodeBody(body: Buffer): Request {
  const rest = body.subarray(1);
  switch (body[0]) {
    case TAG.alive:
      return { type: "alive", node: decodeNode(rest) ?? cutOff() };
    case TAG.port:
      return { type: "port", name: decodeName(withoutZero(rest)) };
    case TAG.stop:
      return { type: "stop", name: decodeName(withoutZero(rest)) };
    case TAG.names:
      return { type: "names" };
    case TAG.dump:
      return { type: "dump" };
    case TAG.kill:
      return { type: "kill" };
    default:
      throw new EpmdGarbage(`No request begins with ${body[0]}`);
  }
}

/** The part that `alive` and the reply to `port` share. */
function encodeNode(node: Registration): Buffer {
  const name = Buffer.from(node.name);
  const extra = Buffer.from(node.extra, "latin1");
  return Buffer.concat([
    int16(node.port),
    Buffer.of(node.nodeType, node.protocol),
    int16(node.highest),
    int16(node.lowest),
    int16(name.length),
    name,
    int16(extra.length),
    extra,
  ]);
}

/** Undefined when bytes are missing; bytes that follow are left alone, as `epmd` does. */
function decodeNode(bytes: Buffer): Registration | undefined {
  const name = decodeField(bytes, 8);
  const extra = name && decodeField(bytes, 10 + name.length);
  if (!name || !extra) return undefined;
  return {
    name: decodeName(name),
    port: bytes.readUInt16BE(0),
    nodeType: bytes.readUInt8(2),
    protocol: bytes.readUInt8(3),
    highest: bytes.readUInt16BE(4),
    lowest: bytes.readUInt16BE(6),
    extra: extra.toString("latin1"),
  };
}

/** Two bytes of length and then so many bytes, from `at` on. */
function decodeField(bytes: Buffer, at: number): Buffer | undefined {
  if (bytes.length < at + 2) return undefined;
  const length = bytes.readUInt16BE(at);
  if (length > LONGEST_FIELD) throw new EpmdGarbage(`A field of ${length} bytes`);
  return bytes.length < at + 2 + length ? undefined : bytes.subarray(at + 2, at + 2 + length);
}

/** Blanks and control characters are refused: they could forge lines in the list of names. */
function decodeName(bytes: Buffer): string {
  let name: string;
  try {
    name = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new EpmdGarbage("A name that is not UTF-8");
  }
  if (name === "" || [...name].length > LONGEST_NAME || /[\s\p{Cc}]/u.test(name))
    throw new EpmdGarbage("A name that no node can have");
  return name;
}

/** Old clients end names with a zero. */
function withoutZero(bytes: Buffer): Buffer {
  return bytes.at(-1) === 0 ? bytes.subarray(0, -1) : bytes;
}

function expectTag(bytes: Buffer, ...tags: number[]): number {
  const tag = bytes.readUInt8(0);
  if (!tags.includes(tag)) throw new EpmdGarbage(`No reply begins with ${tag}`);
  return tag;
}

function cutOff(): never {
  throw new EpmdGarbage("A registration that ends too early");
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
