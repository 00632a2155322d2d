import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach } from "@jest/globals";
import { type IPty, spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";
import { BOUND } from "./bound.js";

/** A program in a terminal, seen and used as a person does. */
export interface TestScreen {
  /** Types text as it is; "\r" is Enter. */
  type(text: string): void;
  /** Presses a key: `enter`, `tab`, `up`, `escape`, `ctrl+c`, ... */
  press(key: string): void;
  /** The rows that are visible, or all of them, without trailing blanks and trailing empty rows. */
  screen(options?: { scrollback?: boolean }): string;
  /**
   * Waits until the screen, scrolled-off rows included, satisfies the condition. Rows have no
   * trailing blanks: those of a text to wait for do not count either.
   *
   * @param bound in milliseconds; after it the promise rejects and the message shows the screen
   */
  waitFor(condition: string | RegExp | ((screen: string) => boolean), bound?: number): Promise<string>;
  resize(columns: number, rows: number): void;
  /** Where the cursor is, from 0, in the visible part. */
  cursor(): { column: number; row: number };
  /** True while a full-screen program has the screen. */
  alternate(): boolean;
  /** Everything that the program sent, escape sequences included. */
  raw(): string;
  readonly pid: number;
  /** The program's exit code; a signal counts as 128 plus its number. */
  readonly exit: Promise<number>;
  kill(signal?: string): void;
  /** Resolves when the terminal makes signals of Ctrl+C and the like, and no longer hands them on as keys. */
  makesSignals(): Promise<void>;
  /** Closes the terminal under the program. */
  hangUp(): void;
}

export interface ScreenOptions {
  columns?: number;
  rows?: number;
  env?: Record<string, string | undefined>;
  cwd?: string;
  /** Whether the terminal folds the row of the cursor anew when its width changes; some do, and some do not. */
  foldsCursorRow?: boolean;
  /** Whether the terminal answers what the program asks it, as most do. */
  answers?: boolean;
}

const KEYS: Record<string, string> = {
  enter: "\r",
  tab: "\t",
  escape: "\x1b",
  backspace: "\x7f",
  up: "\x1b[A",
  down: "\x1b[B",
  right: "\x1b[C",
  left: "\x1b[D",
  home: "\x1b[H",
  end: "\x1b[F",
  delete: "\x1b[3~",
};

const open = new Set<() => Promise<unknown>>();

/** A program that is still running when its test ends, well or badly, ends with it. */
afterEach(async () => {
  const closing = [...open].map((close) => close());
  open.clear();
  await Promise.all(closing);
});

/**
 * Runs a command in a pseudoterminal whose screen is kept by a terminal emulator.
 *
 * @example
 * const screen = openScreen(process.execPath, ["shell.js"], { columns: 40 });
 * await screen.waitFor("> ");
 * screen.type("1 + 1\r");
 * await screen.waitFor(/^2$/m);
 */
export function openScreen(command: string, args: readonly string[], options: ScreenOptions = {}): TestScreen {
  const { columns = 80, rows = 24, cwd = process.cwd(), foldsCursorRow = false, answers = true } = options;
  const env = { ...process.env, TERM: "xterm-256color", NODE_OPTIONS: "", ...options.env };
  const terminal = new xterm.Terminal({
    cols: columns,
    rows,
    scrollback: 10_000,
    allowProposedApi: true,
    reflowCursorLine: foldsCursorRow,
  });
  const program = spawn(command, [...args], { name: env.TERM ?? "dumb", cols: columns, rows, cwd, env });
  const watchers = new Set<() => void>();
  if (answers) terminal.onData((data) => program.write(data));
  let sent = "";
  program.onData((data) => {
    sent += data;
    terminal.write(data, () => {
      for (const look of watchers) look();
    });
  });
  // What the program printed last is on the screen by then.
  const exit = exitOf(program).then(
    (code) => new Promise<number>((resolve) => terminal.write("", () => resolve(code))),
  );
  open.add(async () => {
    kill(program, "SIGKILL");
    await exit;
    terminal.dispose();
  });
  const screen = ({ scrollback = false } = {}) => rowsOf(terminal, scrollback);
  return {
    type: (text) => program.write(text),
    press: (key) => program.write(bytesOf(key)),
    screen,
    waitFor: (condition, bound = BOUND) => {
      const seen = () => screen({ scrollback: true });
      return watch(watchers, exit, seen, asPredicate(condition), `${condition}`, bound);
    },
    resize(toColumns, toRows) {
      // What was sent before was drawn at the old width.
      terminal.write("", () => {
        resize(terminal, toColumns, toRows, foldsCursorRow);
        program.resize(toColumns, toRows);
      });
    },
    cursor: () => ({ column: terminal.buffer.active.cursorX, row: terminal.buffer.active.cursorY }),
    alternate: () => terminal.buffer.active.type === "alternate",
    raw: () => sent,
    pid: program.pid,
    exit,
    kill: (signal) => kill(program, signal),
    makesSignals: () => untilSignals((program as IPty & { ptsName: string }).ptsName),
    hangUp: () => (program as IPty & { destroy(): void }).destroy(),
  };
}

/** The emulator can fold the row of the cursor, but leaves the cursor where it was: it belongs to the same letter. */
function resize(terminal: xterm.Terminal, columns: number, rows: number, foldsCursorRow: boolean): void {
  const { active } = terminal.buffer;
  const cursorRow = active.baseY + active.cursorY;
  let first = cursorRow;
  while (active.getLine(first)?.isWrapped) first--;
  const offset = (cursorRow - first) * terminal.cols + active.cursorX;
  const start = terminal.registerMarker(first - cursorRow);
  terminal.resize(columns, rows);
  if (!foldsCursorRow || !start) return;
  const row = start.line - active.baseY + Math.floor(offset / columns);
  terminal.write(`\x1b[${row + 1};${(offset % columns) + 1}H`);
}

function exitOf(program: IPty): Promise<number> {
  return new Promise((resolve) => {
    program.onExit(({ exitCode, signal }) => resolve(signal ? 128 + signal : exitCode));
  });
}

/** Nobody is told of a terminal's mode: it is looked at again and again. */
async function untilSignals(path: string): Promise<void> {
  for (const deadline = Date.now() + BOUND; Date.now() < deadline; ) {
    const { stdout } = await promisify(execFile)("stty", ["-F", path, "-a"]);
    if (/(?<!-)\bisig\b/.test(stdout)) return;
  }
  throw new Error("Waited in vain for the terminal to make signals of keys");
}

function kill(program: IPty, signal?: string): void {
  try {
    program.kill(signal);
  } catch {
    // It has ended already.
  }
}

function bytesOf(key: string): string {
  const control = /^ctrl\+(.)$/.exec(key)?.[1];
  const bytes = control === undefined ? KEYS[key] : String.fromCharCode(control.toUpperCase().charCodeAt(0) & 0x1f);
  if (bytes === undefined) throw new TypeError(`Cannot press ${JSON.stringify(key)}: add it to the table of keys`);
  return bytes;
}

function rowsOf({ buffer, rows }: xterm.Terminal, scrollback: boolean): string {
  const { active } = buffer;
  const first = scrollback ? 0 : active.baseY;
  const lines = Array.from(
    { length: active.baseY + rows - first },
    (_, row) =>
      active
        .getLine(first + row)
        ?.translateToString(true)
        .trimEnd() ?? "",
  );
  while (lines.at(-1) === "") lines.pop();
  return lines.join("\n");
}

function asPredicate(condition: string | RegExp | ((screen: string) => boolean)): (screen: string) => boolean {
  if (typeof condition === "function") return condition;
  if (typeof condition !== "string") return (seen) => condition.test(seen);
  const rows = condition.replaceAll(/ +$/gm, "");
  return (seen) => seen.includes(rows);
}

/** Looks again whenever something was drawn; nothing drawn any more means that it will not come. */
function watch(
  watchers: Set<() => void>,
  exit: Promise<number>,
  seen: () => string,
  satisfied: (screen: string) => boolean,
  what: string,
  bound: number,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      clearTimeout(timer);
      watchers.delete(look);
      end();
    };
    const fail = (why: string) =>
      settle(() => reject(new Error(`Waited in vain for ${what} (${why}) on this screen:\n${seen()}`)));
    const look = () => {
      const now = seen();
      if (satisfied(now)) settle(() => resolve(now));
    };
    const timer = setTimeout(() => fail(`${bound} ms passed`), bound);
    watchers.add(look);
    void exit.then((code) => {
      look();
      fail(`the program ended with ${code}`);
    });
    look();
  });
}
