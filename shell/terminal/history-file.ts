import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";

/** What was entered before. */
export interface HistoryStore {
  /** Remembered blocks, oldest first. */
  readonly entries: readonly string[];
  /** Remembers a whole block, however many lines it has. Call it before evaluating the block. */
  remember(block: string): void;
}

interface Entry {
  id: string;
  text: string;
}

const { O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_TRUNC, O_WRONLY } = constants;
const OWNER_ONLY = 0o600;
/** A lock older than this, in milliseconds, belongs to a shell that died while compacting. */
const STALE_LOCK = 60_000;

/**
 * Opens a history in a file of one JSON object per line. Each block is appended before it is
 * evaluated, so it survives whatever the evaluation does, and several shells can share the file.
 * A block that begins with a space is not kept, nor is one that repeats the block before it. A file
 * that cannot be read or written costs the history, never the shell.
 *
 * @param limit how many blocks to offer; the file may grow to twice that before it is compacted
 *
 * @example
 * const history = openHistory(join(homedir(), ".iex_ts_history"));
 * history.remember("1 + 1");
 */
export function openHistory(path: string, limit = 2000): HistoryStore {
  const loaded = attempt(() => load(path, limit)) ?? [];
  return rememberIn(
    loaded.map(({ text }) => text),
    limit,
    (text) => attempt(() => append(path, { id: newId(), text })),
  );
}

/** Loads `node:crypto` at the first line that is entered, not before the prompt. */
function newId(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString("base64url");
}

/** A history that ends with the shell. */
export function memoryHistory(limit = 2000): HistoryStore {
  return rememberIn([], limit, () => {});
}

function rememberIn(entries: string[], limit: number, keep: (text: string) => void): HistoryStore {
  return {
    entries,
    remember(block) {
      const text = block.trimEnd();
      if (text === "" || text.startsWith(" ") || text === entries.at(-1)) return;
      entries.push(text);
      if (entries.length > limit) entries.shift();
      keep(text);
    },
  };
}

function load(path: string, limit: number): Entry[] {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const entries = read(path);
  if (entries.length > 2 * limit) attempt(() => compact(path, limit));
  return entries.slice(-limit);
}

/** Reads entries: from a path the whole file, from an open file what is left of it. */
function read(file: string | number): Entry[] {
  const entries = new Map<string, Entry>();
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const entry = decode(line);
    if (entry) entries.set(entry.id, entry);
  }
  return [...entries.values()];
}

function encode(entry: Entry): string {
  return `${JSON.stringify(entry)}\n`;
}

function decode(line: string): Entry | undefined {
  const value = attempt(() => JSON.parse(line) as Partial<Entry> | null);
  if (typeof value?.id !== "string" || typeof value.text !== "string") return undefined;
  return { id: value.id, text: value.text };
}

/**
 * Appends with one write. When another shell compacted the file between our open and our write,
 * the entry went to the file that is gone: it is appended again. Readers tell copies by their id.
 */
function append(path: string, entry: Entry): void {
  for (let tries = 0; tries < 5; tries++) {
    const reached = withFile(path, O_RDWR | O_APPEND | O_CREAT, (fd) => {
      writeSync(fd, (endsMidLine(fd) ? "\n" : "") + encode(entry));
      return isStillAt(fd, path);
    });
    if (reached) return;
  }
}

/** A shell that died while writing leaves half a line: what follows must not be glued to it. */
function endsMidLine(fd: number): boolean {
  const { size } = fstatSync(fd);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(fd, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
}

function isStillAt(fd: number, path: string): boolean {
  return attempt(() => statSync(path).ino) === fstatSync(fd).ino;
}

/** Keeps the newest blocks. What others append to the old file meanwhile is carried over. */
function compact(path: string, limit: number): void {
  withLock(`${path}.lock`, () =>
    withFile(path, O_RDONLY, (old) => {
      const draft = `${path}.${process.pid}`;
      const kept = read(old).slice(-limit);
      withFile(draft, O_WRONLY | O_CREAT | O_TRUNC, (fd) => writeSync(fd, kept.map(encode).join("")));
      renameSync(draft, path);
      for (const late of read(old)) append(path, late);
    }),
  );
}

function withFile<T>(path: string, flags: number, use: (fd: number) => T): T {
  const fd = openSync(path, flags, OWNER_ONLY);
  try {
    return use(fd);
  } finally {
    closeSync(fd);
  }
}

/** One compactor at a time; whoever finds the lock taken leaves the file as it is. */
function withLock(path: string, run: () => void): void {
  const age = attempt(() => Date.now() - statSync(path).mtimeMs) ?? 0;
  if (age > STALE_LOCK) rmSync(path, { force: true });
  closeSync(openSync(path, O_WRONLY | O_CREAT | O_EXCL, OWNER_ONLY));
  try {
    run();
  } finally {
    rmSync(path, { force: true });
  }
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
