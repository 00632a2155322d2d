import { type Atom, atom, atomName, inspect, isTuple, Pid, type Tuple, tuple } from "../term/index.js";
import { toText } from "./chardata.js";
import { format as formatErlang } from "./erlang-format/index.js";
import { asReport, reportText } from "./log-report.js";

/**
 * What happened, as nodes tell the process `logger_proxy` of another. As Erlang's logger:
 * `{log, Level, Text, Meta}`, `{log, Level, Report, Meta}` or `{log, Level, Format, Args, Meta}`.
 */
export function textEvent(level: Atom, text: string, groupLeader: Pid | undefined): Tuple {
  return tuple(atom.log, level, text, metadata(groupLeader));
}

/** A process that an error ended, in the words of Erlang's emulator: every node knows them. */
export function crashEvent(pid: Pid, reason: unknown, groupLeader: Pid | undefined): Tuple {
  const args = [pid, atom(pid.node), reason];
  return tuple(atom.log, atom.error, CRASH, args, metadata(groupLeader));
}

function metadata(groupLeader: Pid | undefined): object {
  return groupLeader ? { gl: groupLeader } : {};
}

const CRASH_TEXT = "Error in process ~p on node ~p with exit value:~n~p~n";
/** Elixir's Logger knows it as a list only. */
const CRASH = Array.from(CRASH_TEXT, (character) => character.codePointAt(0)!);

/** The text of a crash; undefined for an exit that nobody needs to hear of. */
type CrashText = (pid: Pid, reason: unknown) => string | undefined;

/** An event as it is printed. */
interface Described {
  level: string;
  text: string;
}

/**
 * What Elixir's Logger says of an event; undefined for what is no event, and for those that it
 * leaves out (the reports of `sasl`).
 */
export function describeEvent(message: unknown, crashText: CrashText): Described | undefined {
  if (!isTuple(message) || message[0] !== atom.log || typeof message[1] !== "symbol") return undefined;
  const [, level, body, ...rest] = message;
  const text = isLeftOut(rest.at(-1)) ? undefined : bodyText(body, rest, crashText);
  return text === undefined ? undefined : { level: atomName(level as Atom), text };
}

function isLeftOut(meta: unknown): boolean {
  const domain = (meta as { domain?: unknown } | undefined)?.domain;
  return Array.isArray(domain) && domain.includes(atom.sasl);
}

function bodyText(body: unknown, rest: unknown[], crashText: CrashText): string | undefined {
  if (rest.length === 2) return Array.isArray(rest[0]) ? formatText(body, rest[0], crashText) : undefined;
  if (rest.length !== 1) return undefined;
  const report = asReport(body);
  if (!report) return toText(body);
  const { format, args } = report;
  return format !== undefined && Array.isArray(args) ? formatText(format, args, crashText) : reportText(report);
}

function formatText(format: unknown, args: readonly unknown[], crashText: CrashText): string | undefined {
  const text = toText(format);
  const [pid, , reason] = args;
  if (text.startsWith("Error in process ~p on node ~p") && pid instanceof Pid) return crashText(pid, reason);
  try {
    return formatErlang(...inspected(text, args));
  } catch {
    return `${text} ${inspect(args)}`;
  }
}

/** One directive of `io_lib:format/2`: `~10.3ts`. */
const DIRECTIVE = /~(?:-?\d+|\*)?(?:\.(?:-?\d+|\*)?)?(?:\..)?[tlkK]*(.)/gsu;

/** Elixir's Logger prints terms in its own notation: what `~p` and `~w` would show is shown by `inspect`. */
function inspected(format: string, args: readonly unknown[]): [string, unknown[]] {
  const left = [...args];
  const shown: unknown[] = [];
  const text = format.replace(DIRECTIVE, (directive, letter: string) => {
    for (let stars = directive.split("*").length - 1; stars > 0; stars--) shown.push(left.shift());
    const depth = letter === "P" || letter === "W" ? 2 : 1;
    if (!"pPwW".includes(letter)) {
      if (!"~n".includes(letter)) shown.push(...left.splice(0, letter === "X" || letter === "x" ? 2 : 1));
      return directive;
    }
    if (left.length < depth) return directive;
    shown.push(inspect(left.splice(0, depth)[0]));
    return "~ts";
  });
  return [text, [...shown, ...left]];
}
