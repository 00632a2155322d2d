import { type Crash, current, Process, type Reporter, receive, self, send, spawn } from "../process/index.js";
import { type Atom, atom, atomName, formatCrash, isTuple, NO_NODE, Pid, type Tuple, tuple } from "../term/index.js";
import { toText } from "./chardata.js";
import { putChars } from "./protocol.js";
import { type IoDevice, request } from "./request.js";

/** How much an event matters, as in Erlang's `logger`. */
export type Level = "debug" | "info" | "notice" | "warning" | "error";

/** The name under which every node, of ours or of Erlang's, takes the log events of others. */
const LOGGER = "logger_proxy";

const STRING = atom("string");
const REPORT = atom("report");
const CRASH = tuple(atom("iex_ts"), atom("crash"));

/** What the logger needs to know of its surroundings. */
export interface LoggerOptions {
  /** Where events are printed. */
  device: IoDevice;
  /** Whether a node can take an event now. */
  isUp(node: string): boolean;
  /** Whether a module is loaded here, which the text of an error about a missing function says. */
  isLoaded(module: Atom): boolean;
}

let options: LoggerOptions = { device: "user", isUp: () => false, isLoaded: () => false };

/**
 * Starts the process that prints log events. As in Erlang, an event follows the group leader of
 * the process that it speaks of: what happens in a function that another node started is printed
 * at that node.
 */
export function startLogger(given: LoggerOptions): Pid {
  options = given;
  return spawn(async function logger() {
    Process.register(self(), LOGGER);
    for (;;) {
      const text = understood(await receive());
      if (text !== undefined) await print(options.device, text);
    }
  });
}

/** What another node sends may be anything: it does not end the logger. */
function understood(message: unknown): string | undefined {
  try {
    return describe(message);
  } catch {
    return undefined;
  }
}

async function print(device: IoDevice, text: string): Promise<void> {
  try {
    await request(device, putChars(text));
  } catch {
    process.stderr.write(text);
  }
}

/**
 * Logs a message.
 *
 * @param groupLeader of the process that the message speaks of, the caller when left out; the
 *   message goes to its node
 * @returns `:ok`
 */
export function log(level: Level, message: string, groupLeader = current()?.groupLeader): symbol {
  emit(event(level, tuple(STRING, message), groupLeader), groupLeader);
  return atom.ok;
}

/** What the kernel has to report, as log events. */
export const logReporter: Reporter = {
  crash: (crash) => emitCrash(crash),
  warning: (message, groupLeader) => log("warning", message, groupLeader),
};

function emitCrash({ pid, reason, groupLeader }: Crash): void {
  const report = tuple(REPORT, { label: CRASH, pid, reason });
  try {
    emit(event("error", report, groupLeader), groupLeader);
  } catch {
    // The reason holds what cannot travel: its text can.
    log("error", crashText(pid, reason) ?? String(reason), groupLeader);
  }
}

function event(level: Level, body: Tuple, groupLeader: Pid | undefined): Tuple {
  return tuple(atom.log!, atom(level), body, groupLeader ? { gl: groupLeader } : {});
}

function emit(message: Tuple, groupLeader: Pid | undefined): void {
  const remote = groupLeader && !groupLeader.isLocal && options.isUp(groupLeader.node);
  if (remote) send([LOGGER, groupLeader.node], message);
  else if (Process.whereis(LOGGER)) send(LOGGER, message);
  else process.stderr.write(describe(message) ?? "");
}

/** The text of a log event: an empty line, the time, the level, the message. */
function describe(message: unknown): string | undefined {
  if (!isTuple(message) || message[0] !== atom.log) return undefined;
  const [, level, body, args] = message as unknown as [unknown, Atom, unknown, unknown];
  const text = message.length === 5 ? emulatorText(body, args) : bodyText(body);
  return text === undefined ? undefined : `\n${time()} [${atomName(level)}] ${text}\n`;
}

function bodyText(body: unknown): string | undefined {
  if (!isTuple(body)) return undefined;
  const [kind, content] = body;
  if (kind === STRING) return toText(content);
  const { pid, reason } = (content ?? {}) as { pid?: unknown; reason?: unknown };
  return pid instanceof Pid ? crashText(pid, reason) : undefined;
}

/** What the emulator of an Erlang node says of a crash: a format, the pid, the node and the reason. */
function emulatorText(format: unknown, args: unknown): string | undefined {
  if (!Array.isArray(args) || !toText(format).startsWith("Error in process ~p on node ~p")) return undefined;
  const [pid, , reason] = args;
  return pid instanceof Pid ? crashText(pid, reason) : undefined;
}

/** A node without a name does not name itself. */
function crashText(pid: Pid, reason: unknown): string | undefined {
  const node = pid.node === NO_NODE ? undefined : pid.node;
  return formatCrash(pid, node, reason, options.isLoaded);
}

function time(now = new Date()): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  const clock = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(":");
  return `${clock}.${String(now.getMilliseconds()).padStart(3, "0")}`;
}
