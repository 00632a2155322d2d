import { types } from "node:util";
import { applyNamed, current, exit, Process, receive, self, send, spawn } from "../process/index.js";
import { type Atom, atom, isTuple, type Pid, type Reference, type Tuple, tuple } from "../term/index.js";
import { toText } from "./chardata.js";
import type { Device } from "./device.js";
import { type Envelope, IO_CANCEL, ioReply, parseEnvelope, parseRequest, type Request } from "./protocol.js";

/**
 * Starts a group leader: a process that serves a device to other processes, of this node and of
 * others, over the I/O protocol. Writes keep their order and are answered when the device has room,
 * so whoever awaits `IO.puts` never runs ahead of a slow terminal.
 *
 * @param channel where written text goes
 * @example
 * const leader = startGroupLeader(stringDevice("input\n"));
 * Process.groupLeader(self(), leader);
 */
export function startGroupLeader(device: Device, channel: "stdout" | "stderr" = "stdout"): Pid {
  return spawn(async function serveDevice() {
    Process.groupLeader(self(), self());
    const server = new Server(device, channel, current()!);
    servers.set(self(), server);
    // A clause, since a message that waits stays in the mailbox then, for catchUp to find.
    for (;;) await receive((message) => server.handle(message));
  });
}

const servers = new WeakMap<Pid, Server>();

/**
 * Prints text at a group leader of this node, in order with what others send there. Nobody hears when
 * it is printed; but where a lot waits and the device can write at once, it does so before this returns.
 *
 * @returns false when that process is no group leader of this room
 */
export function printUnheard(leader: Pid, text: string): boolean {
  const server = servers.get(leader);
  if (!server) return false;
  server.print(leader, text);
  return true;
}

const PRINT = Symbol("print");

/** How many bytes, about, may wait for their turn, and how many a message costs beside its text. */
const MOST_WAITING = 0x10_0000;
const MESSAGE = 256;

const { isPromise } = types;

class Server {
  /** A reader that ends takes its read along. */
  readonly #readers = new Set<Reader>();
  /** What a reader has typed beyond the characters that were asked for. */
  #rest = "";
  /** What waits in the mailbox that nobody waits for, as {@link MOST_WAITING} counts it. */
  #waiting = 0;

  constructor(
    readonly device: Device,
    readonly channel: "stdout" | "stderr",
    readonly process: Running,
  ) {}

  print(leader: Pid, text: string): void {
    this.#waiting += text.length + MESSAGE;
    send(leader, tuple(PRINT, text));
    if (this.#waiting > MOST_WAITING && this.device.writeAtOnce) this.#catchUp();
  }

  /** In the turn of whoever prints, the one exception, for a turn of our own would come too late: prints what stands first. */
  #catchUp(): void {
    const { mailbox } = this.process;
    while (mailbox?.length && isOutput(mailbox.at(0))) this.handle(mailbox.shift(), true);
  }

  /** @param atOnce whether what is printed has to be out when this returns, if it can */
  handle(message: unknown, atOnce = false): void {
    const envelope = parseEnvelope(message);
    if (envelope) this.#serve(envelope);
    else if (isPrint(message)) this.#print(message[1], atOnce);
    else if (isTuple(message) && message[0] === atom.DOWN) this.#withdraw((reader) => reader.monitor === message[1]);
    else if (isTuple(message) && message[0] === IO_CANCEL) this.#withdraw((reader) => reader.replyAs === message[2]);
    else if (isTuple(message) && message[0] === atom.EXIT) exit(message[2]);
  }

  /** A device that has gone is not the printer's problem. */
  #print(text: string, atOnce: boolean): void {
    this.#waiting -= text.length + MESSAGE;
    const { device, channel } = this;
    attempt(() => {
      if (atOnce && device.writeAtOnce?.(text, channel)) return;
      device.write(text, channel)?.catch(() => {});
    });
  }

  #serve({ from, replyAs, request }: Envelope): void {
    // The leader may have ended when the device answers, or the reply cannot travel: nobody hears it then.
    const reply = (value: unknown): void => attempt(() => send(from, ioReply(replyAs, value)));
    const value = this.#answerOrRefuse(request, { from, replyAs });
    if (isPromise(value)) value.catch(refusal).then(reply);
    else reply(value);
  }

  #answerOrRefuse(request: unknown, asker: Asker): unknown {
    try {
      return this.#answer(parseRequest(request), asker);
    } catch (error) {
      return refusal(error);
    }
  }

  #answer(request: Request, from: Asker): unknown {
    switch (request.type) {
      case "putChars":
        return this.#write(toText(request.chars));
      case "format":
        return this.#write(toText(applyNamed(request.module, request.name, request.args)));
      case "getLine":
        return this.#read(from, toText(request.prompt), takeLine);
      case "getChars":
        return this.#read(from, toText(request.prompt), (text, ended) => takeCharacters(text, request.count, ended));
      case "getUntil":
        return this.#read(from, toText(request.prompt), (text, ended) => takeUntil(text, request, ended));
      case "geometry":
        return this.device.geometry()?.[request.what] ?? tuple(atom.error, atom("enotsup"));
      case "getOptions":
        return [tuple(atom("binary"), true), tuple(atom("encoding"), atom("unicode"))];
      case "setOptions":
        return atom.ok;
      case "requests":
        return this.#answerAll(request.requests, from);
      case "unknown":
        return tuple(atom.error, atom("request"));
    }
  }

  #write(text: string): Atom | Promise<Atom> {
    const written = this.device.write(text, this.channel);
    return written ? written.then(() => atom.ok) : atom.ok;
  }

  /** A list of requests: the answer is that of the last, or of the first that fails. */
  async #answerAll(requests: unknown[], from: Asker): Promise<unknown> {
    let last: unknown = atom.ok;
    for (const request of requests) {
      const answer = this.#answer(parseRequest(request), from);
      last = isPromise(answer) ? await answer : answer;
      if (isTuple(last) && last[0] === atom.error) return last;
    }
    return last;
  }

  /** Reads until `take` finds what it wants in what was typed. */
  async #read({ from, replyAs }: Asker, prompt: string, take: Take): Promise<unknown> {
    const monitor = Process.monitor(from);
    const reader = { monitor, replyAs, withdrawal: new AbortController() };
    const { signal } = reader.withdrawal;
    this.#readers.add(reader);
    try {
      for (let ask = prompt; ; ask = "") {
        const taken = take(this.#rest, false);
        if (taken) return this.#keep(taken);
        const line = await this.device.readLine(ask, signal);
        if (signal.aborted) return atom.eof;
        if (line === null) return this.#keep(take(this.#rest, true) ?? [atom.eof, ""]);
        this.#rest += line;
      }
    } finally {
      this.#readers.delete(reader);
      Process.demonitor(monitor, { flush: true });
    }
  }

  #keep([taken, rest]: [unknown, string]): unknown {
    this.#rest = rest;
    return taken;
  }

  #withdraw(concerns: (reader: Reader) => boolean): void {
    for (const reader of this.#readers) if (concerns(reader)) reader.withdrawal.abort();
  }
}

function isPrint(message: unknown): message is readonly [typeof PRINT, string] {
  return isTuple(message) && message[0] === PRINT;
}

/** What only prints does so in anybody's turn. */
function isOutput(message: unknown): boolean {
  const request = parseEnvelope(message)?.request;
  return isPrint(message) || (isTuple(request) && request[0] === atom.put_chars);
}

type Running = NonNullable<ReturnType<typeof current>>;

/** Who asks, and by which name it knows its request. */
type Asker = Pick<Envelope, "from" | "replyAs">;

/** A read that goes on, the monitor on whoever asked for it, and how to withdraw it. */
interface Reader {
  monitor: Reference;
  replyAs: unknown;
  withdrawal: AbortController;
}

function attempt(body: () => void): void {
  try {
    body();
  } catch {
    // see the caller
  }
}

/** What a read gets out of what was typed, and what it leaves; undefined when it needs more than that. */
type Take = (text: string, ended: boolean) => [taken: unknown, rest: string] | undefined;

function takeLine(text: string, ended: boolean): [unknown, string] | undefined {
  const end = text.indexOf("\n") + 1;
  return end > 0 ? [text.slice(0, end), text.slice(end)] : takeAll(text, ended);
}

/** Characters are code points, as in Erlang. */
function takeCharacters(text: string, count: number, ended: boolean): [unknown, string] | undefined {
  const points = [...text];
  if (points.length < count) return takeAll(text, ended);
  return [points.slice(0, count).join(""), points.slice(count).join("")];
}

/** At the end of the input there is what there is, if anything. */
function takeAll(text: string, ended: boolean): [unknown, string] | undefined {
  return ended ? [text === "" ? atom.eof : text, ""] : undefined;
}

/** Lets a function say when it has enough: it gives `{:done, result, rest}` or `{:more, continuation}`. */
function takeUntil(
  text: string,
  { module, name, args }: Extract<Request, { type: "getUntil" }>,
  ended: boolean,
): [unknown, string] | undefined {
  let answer = applyNamed(module, name, [[], text, ...args]) as Tuple;
  if (ended && answer[0] !== atom.done) answer = applyNamed(module, name, [answer[1], atom.eof, ...args]) as Tuple;
  if (answer[0] !== atom.done) return undefined;
  return [answer[1], answer[2] === atom.eof ? "" : toText(answer[2])];
}

/** Says what went wrong: in the system's word (`EPIPE`), or that the request was not understood. */
function refusal(error: unknown): Tuple {
  const code = (error as { code?: unknown } | undefined)?.code;
  return tuple(atom.error, atom(typeof code === "string" ? code.toLowerCase() : "request"));
}
