import { Exception, IO, log, type Pid, type Tuple } from "../../src/index.js";
import { uncaughtText } from "../node.js";

/** The shells that are open, by their group leaders. */
const open = new Set<Pid>();
/** Those of all that there were: what was typed may fail when its shell has long ended. */
const leaders = new WeakSet<Pid>();
let isTaking = false;

/**
 * Errors that nobody handles are told, once, at the shell where they were typed, and end nothing. Those
 * of the program around it stay the program's.
 *
 * @param leader the shell's group leader, which whatever is started there has too
 * @returns says that the shell has ended: from then on its errors go to the node's log
 */
export function tellUncaught(leader: Pid): () => void {
  if (!isTaking) Exception.takeUncaught(take);
  isTaking = true;
  open.add(leader);
  leaders.add(leader);
  return () => void open.delete(leader);
}

type Take = Parameters<typeof Exception.takeUncaught>[0];

const take: Take = (error, from, promise) => {
  if (from && leaders.has(from.groupLeader)) return () => tell(error, from.groupLeader);
  return !promise && isTyped(error) ? () => tell(error, onlyShell()) : undefined;
};

/** Whether it went through what was typed, such as a listener that the program has called. */
function isTyped(error: unknown): boolean {
  try {
    return Exception.stacktrace(error).some((frame) => (frame.at(-1) as Tuple[])[0]?.[1] === "iex");
  } catch {
    return false;
  }
}

/** Places tell that something was typed, and not at which shell. */
function onlyShell(): Pid | undefined {
  const [shell, ...others] = open;
  return others.length === 0 ? shell : undefined;
}

function tell(error: unknown, leader: Pid | undefined): void {
  const text = uncaughtText(error);
  if (text === undefined) return;
  if (leader && open.has(leader)) IO.puts(leader, `\n${time()} [error] ${text}`).catch(() => log("error", text));
  else log("error", text);
}

/** As in the log: the hour here, to the millisecond. */
function time(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(11, 23);
}
