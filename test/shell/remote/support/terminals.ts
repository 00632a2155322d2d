import { setTimeout as pause } from "node:timers/promises";
import { command } from "../../../../src/testing/command.js";
import type { TestNode } from "../../../../src/testing/index.js";
import { openScreen, type TestScreen } from "../../../support/terminal.js";

/** What nodes need to see one another. */
export interface Surroundings {
  readonly cookie: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** The commands that open a remote shell. */
export type Kind = "iex" | "erl" | "iex-ts";

const [program, ...first] = command();

function commandLine(kind: Kind, name: string, at: string, cookie: string): [program: string, args: string[]] {
  const naming = ["--sname", name, "--cookie", cookie, "--remsh", at];
  if (kind === "iex") return ["iex", [...naming, "--erl", "-start_epmd false"]];
  if (kind === "iex-ts") return [program, [...first, ...naming]];
  return ["erl", ["-sname", name, "-setcookie", cookie, "-start_epmd", "false", "-hidden", "-remsh", at]];
}

/** A terminal with a shell of another node in it. */
export interface RemoteTerminal extends TestScreen {
  /** Types a line, and gives what is between it and the next prompt. */
  enter(line: string): Promise<string>;
}

/**
 * Opens a remote shell in a terminal, and waits for its first prompt.
 *
 * @param at the node that it runs on: `ts@localhost`
 */
export async function openRemote(
  kind: Kind,
  name: string,
  at: string,
  { cookie, env, cwd }: Surroundings,
): Promise<RemoteTerminal> {
  const [run, args] = commandLine(kind, name, at, cookie);
  const screen = openScreen(run, args, { columns: 120, rows: 50, env: { ...env, COLUMNS: "" }, cwd });
  await screen.waitFor(`iex(${at})1>`);
  return { ...screen, enter: (line) => enter(screen, line, at) };
}

async function enter(screen: TestScreen, line: string, at: string): Promise<string> {
  const before = screen.screen({ scrollback: true }).split("\n").length;
  screen.type(`${line}\r`);
  const rows = (seen: string): string[] => seen.split("\n").slice(before);
  const seen = await screen.waitFor((now) => new RegExp(`^iex\\(${at}\\)\\d+>$`).test(rows(now).at(-1) ?? ""));
  return rows(seen).slice(0, -1).join("\n");
}

/** All processes of a node of iex-ts, and who watches whom. */
export function census(node: TestNode): Promise<string> {
  return node.type(
    'inspect(Process.list().map((p) => ["links", "monitors", "monitoredBy"].map((what) => Process.info(p, what)).concat(p)))',
  );
}

/**
 * Waits until there is on a node what there was before: no process more, and no link or monitor.
 *
 * @throws Error after ten seconds, with what there is
 */
export async function untilAsBefore(node: TestNode, before: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const now = await census(node);
    if (now === before) return;
    if (Date.now() > deadline) throw new Error(`Something is left on ${node.name}: ${now}\nBefore it was: ${before}`);
    await pause(20);
  }
}
