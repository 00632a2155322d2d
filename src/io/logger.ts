import { type Crash, current, Process, type Reporter, receive, self, send, spawn } from "../process/index.js";
import { type Atom, atom, formatCrash, NO_NODE, type Pid, type Tuple, tupleFrom } from "../term/index.js";
import { crashEvent, describeEvent, textEvent } from "./log-event.js";
import { compileLayout, DEFAULT_FORMAT, type LogEntry } from "./log-layout.js";
import { isLogged, type Level, type Threshold } from "./log-level.js";
import { putChars } from "./protocol.js";
import { type IoDevice, request } from "./request.js";

/** The name under which every node, of ours or of Erlang's, takes the log events of others. */
const LOGGER = "logger_proxy";

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

/** What is logged, and how it is printed. */
export interface LogSettings {
  readonly level: Threshold;
  /** A format of Elixir's `Logger.Formatter`. */
  readonly format: string;
  /** The metadata that it shows. */
  readonly metadata: readonly string[] | "all";
}

let settings: LogSettings = { level: "all", format: DEFAULT_FORMAT, metadata: [] };
let layout = compileLayout(settings.format, settings.metadata);

/**
 * Says what this node logs, its own reports included, and how.
 *
 * @returns the settings that hold now
 * @throws ArgumentError for a format with an unknown pattern; nothing has changed then
 */
export function logSettings(changes: Partial<LogSettings> = {}): LogSettings {
  const next = { ...settings, ...changes };
  layout = compileLayout(next.format, next.metadata);
  settings = next;
  return settings;
}

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

/** Whether events of that level are logged. */
export function logs(level: Level): boolean {
  return isLogged(level, settings.level);
}

/**
 * Logs a message, unless its level is below the one that is logged.
 *
 * @param groupLeader of the process that the message speaks of, the caller when left out; the
 *   message goes to its node
 * @param metadata what else is known of it
 * @returns `:ok`
 */
export function log(
  level: Level,
  message: string,
  groupLeader = current()?.groupLeader,
  metadata?: LogEntry["metadata"],
): symbol {
  if (!logs(level)) return atom.ok;
  const event = textEvent(atom(level), message, groupLeader);
  try {
    emit(metadata ? withMetadata(event, metadata) : event, groupLeader);
  } catch (error) {
    if (!metadata) throw error;
    // The metadata holds what cannot travel: the message can.
    emit(event, groupLeader);
  }
  return atom.ok;
}

function withMetadata(event: Tuple, metadata: LogEntry["metadata"]): Tuple {
  return tupleFrom([...event.slice(0, -1), { ...metadata, ...(event.at(-1) as object) }]);
}

/** What the kernel has to report, as log events. */
export const logReporter: Reporter = {
  crash: (crash) => emitCrash(crash),
  warning: (message, groupLeader) => log("warning", message, groupLeader),
};

function emitCrash({ pid, reason, groupLeader }: Crash): void {
  if (!logs("error")) return;
  try {
    emit(crashEvent(pid, reason, groupLeader), groupLeader);
  } catch {
    // The reason holds what cannot travel: its text can.
    log("error", crashText(pid, reason) ?? String(reason), groupLeader);
  }
}

function emit(message: Tuple, groupLeader: Pid | undefined): void {
  const remote = groupLeader && !groupLeader.isLocal && options.isUp(groupLeader.node);
  if (remote) send([LOGGER, groupLeader.node], message);
  else if (Process.whereis(LOGGER)) send(LOGGER, message);
  else process.stderr.write(describe(message) ?? "");
}

/** What is printed for a log event, if anything is. */
function describe(message: unknown): string | undefined {
  const event = describeEvent(message, crashText);
  if (!event || !isLogged(event.level, settings.level)) return undefined;
  const meta: unknown = (message as Tuple).at(-1);
  const metadata = typeof meta === "object" && meta !== null ? (meta as LogEntry["metadata"]) : {};
  return layout({ ...event, time: new Date(), metadata });
}

/** A node without a name does not name itself. */
function crashText(pid: Pid, reason: unknown): string | undefined {
  const node = pid.node === NO_NODE ? undefined : pid.node;
  return formatCrash(pid, node, reason, options.isLoaded);
}
