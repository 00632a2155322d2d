import { atomName, inspect, type Pid, Process } from "../../src/index.js";

/** A process, as a line of a list shows it. */
export interface ProcessRow {
  readonly pid: Pid;
  /** Its registered name, empty when it has none. */
  readonly name: string;
  /** The function that it began with. */
  readonly call: string;
  /** How many messages wait in its mailbox. */
  readonly messages: number;
  readonly status: string;
}

/** All processes of this node, oldest first. */
export function processRows(): ProcessRow[] {
  return Process.list().flatMap((pid) => {
    const info = Process.info(pid);
    if (!info) return [];
    const { registeredName, initialCall, messageQueueLen, status } = info;
    const { module, name, arity } = initialCall;
    return {
      pid,
      name: registeredName === null ? "" : inspect(registeredName),
      call: `${module === "" ? "" : `${module}.`}${name}/${arity}`,
      messages: messageQueueLen,
      status: atomName(status),
    };
  });
}

/**
 * A list as text: a heading, then one line for each process, in columns.
 *
 * @param width what does not fit in so many characters is cut off
 */
export function processLines(rows: readonly ProcessRow[], width: number): string[] {
  const table = [
    ["Pid", "Messages", "Status", "Initial call", "Name"],
    ...rows.map(({ pid, messages, status, call, name }) => [inspect(pid), String(messages), status, call, name]),
  ];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd()
      .slice(0, width),
  );
}

/** Which part of a list to show, so that the selected line is in it: the index of its first line. */
export function firstShown(selected: number, height: number, count: number): number {
  const middle = selected - Math.floor(height / 2);
  return Math.max(0, Math.min(middle, count - height));
}
