import { format, formatExit, formatStacktrace } from "../term/exception.js";
import { type Atom, atom, atomName, inspect, isTuple, Pid, type Tuple } from "../term/index.js";

/** A report of Erlang's logger: named values. */
type Report = Readonly<Record<string, unknown>>;

/** A map with atom keys, or a keyword list, as a report; undefined for anything else. */
export function asReport(value: unknown): Report | undefined {
  if (Array.isArray(value) && value.length > 0 && value.every(isPair))
    return Object.fromEntries(value.map(([key, item]) => [atomName(key), item]));
  const isPlain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? (value as Report) : undefined;
}

function isPair(item: unknown): item is Tuple & [Atom, unknown] {
  return isTuple(item) && item.length === 2 && typeof item[0] === "symbol";
}

/**
 * What Elixir's Logger says of a report.
 *
 * @see `Logger.Translator` of Elixir
 */
export function reportText(report: Report): string {
  const [source, event] = isTuple(report.label) ? report.label : [];
  if (source === atom.gen_server && event === atom.terminate) return serverText(report);
  if (source === atom["Elixir.Task.Supervisor"] && event === atom.terminating) return taskText(report);
  const inner = source === atom.error_logger ? asReport(report.report) : undefined;
  return keywordText(inner ?? report);
}

function keywordText(report: Report): string {
  return `[${Object.entries(report)
    .map(([key, value]) => `${inspect(atom(key)).slice(1)}: ${inspect(value)}`)
    .join(", ")}]`;
}

function serverText({ name, reason, last_message: last, state, client_info: client }: Report): string {
  const [pid, known] = isTuple(client) ? client : [];
  const from = pid instanceof Pid ? ` (from ${inspect(pid)})` : "";
  const lines = [`GenServer ${inspect(name)} terminating`, causeText(reason)];
  lines.push(`Last message${from}: ${inspect(last)}`, `State: ${inspect(state)}`);
  if (pid instanceof Pid) lines.push(clientText(pid, known));
  return lines.join("\n");
}

function clientText(pid: Pid, known: unknown): string {
  if (known === atom.dead) return `Client ${inspect(pid)} is dead`;
  if (!isTuple(known)) return `Client ${inspect(pid)} is remote on node ${inspect(atom(pid.node))}`;
  const [name, stack] = known;
  const frames = Array.isArray(stack) && stack.length > 0 ? `\n\n${formatStacktrace(stack)}` : "";
  return `Client ${inspect(name)} is alive${frames}`;
}

function taskText({ report }: Report): string {
  const { name, starter, reason, function: fun, args } = asReport(report) ?? {};
  return [
    `Task ${inspect(name)} started from ${inspect(starter)} terminating`,
    causeText(reason),
    `Function: ${inspect(fun)}`,
    `    Args: ${inspect(args)}`,
  ].join("\n");
}

/** An error with its stack, or the reason for which a process stopped. */
function causeText(reason: unknown): string {
  const [error, frames] = isTuple(reason) && reason.length === 2 ? reason : [];
  if (Array.isArray(frames) && !isTuple(frames)) return format("error", error, frames);
  return `** (stop) ${formatExit(reason)}`;
}
