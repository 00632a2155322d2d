import { closeSync, fsyncSync, linkSync, openSync, readFileSync, statSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";

/** A cookie that cannot be used; the message says what to type. */
export class CookieError extends Error {
  override readonly name = "CookieError";
}

/** A cookie is an atom, and an atom has at most this many characters. */
const LONGEST = 255;
const LETTERS = 20;

/** How long a file that is being written right now is waited for, in milliseconds. */
const PATIENCE = 300;
const PAUSE = 10;

/**
 * The secret that nodes must share to connect: the given one, else the one in `.erlang.cookie` of
 * the home directory, which is made on first use with 20 random letters that only its owner may
 * read. Nodes of Erlang use the same file (OTP's `auth.erl`).
 *
 * @param from `given` is what the user chose; `home` is the directory of the cookie file
 * @throws CookieError when the cookie is empty, too long, or its file is not private or not readable
 * @example
 * resolveCookie({ given: "secret-token", home: homedir() }); // "secret-token"
 */
export function resolveCookie(from: { given?: string; home: string }): string {
  if (from.given !== undefined) return checkGiven(from.given);
  const path = join(from.home, ".erlang.cookie");
  return readWhenWritten(path) ?? createOrRead(path);
}

function checkGiven(cookie: string): string {
  if (cookie === "")
    throw new CookieError(
      "Cannot use an empty cookie: it would let everybody in, give --cookie a secret word or leave it out to use ~/.erlang.cookie",
    );
  const length = [...cookie].length;
  if (length > LONGEST)
    throw new CookieError(`Cannot use a cookie of ${length} characters, give --cookie one of at most ${LONGEST}`);
  return cookie;
}

/** The cookie in the file; undefined when there is no file. Gives a node that is just writing it a moment. */
function readWhenWritten(path: string): string | undefined {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    try {
      return read(path);
    } catch (error) {
      if (codeOf(error) === "ENOENT") return undefined;
      if (!(error instanceof CookieError)) throw unreadable(path, error);
      if (Date.now() >= deadline || !isFresh(path)) throw error;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
  }
}

/** Erlang makes the file first, then fills it, then protects it: a fresh file may be halfway there. */
function isFresh(path: string): boolean {
  return Math.abs(Date.now() - statSync(path).mtimeMs) < PATIENCE;
}

function read(path: string): string {
  checkPrivate(path);
  return parse(path, readFileSync(path, "latin1"));
}

function checkPrivate(path: string): void {
  const { mode } = statSync(path);
  if (process.platform === "win32" || (mode & 0o077) === 0) return;
  throw new CookieError(`Cookie file ${path} must be accessible by owner only, type: chmod 400 ${path}`);
}

/** Printable ASCII, blanks included, then any number of line ends: as Erlang reads it. */
function parse(path: string, text: string): string {
  const cookie = /^([ -~]*)[\r\n ]*$/.exec(text)?.[1];
  if (cookie === undefined)
    throw new CookieError(`Cannot use the cookie in ${path}: bad characters in cookie, write one printable line to it`);
  if (cookie === "")
    throw new CookieError(`Cannot use the cookie in ${path}: it is empty, remove the file to get a new one`);
  if (cookie.length > LONGEST)
    throw new CookieError(`Cannot use the cookie in ${path}: it is longer than ${LONGEST} characters, shorten it`);
  return cookie;
}

/**
 * The file appears under its name with all its bytes or not at all, and only once: of two nodes
 * that start together one makes it and both use it.
 */
function createOrRead(path: string): string {
  const cookie = randomCookie();
  const draft = `${path}.${process.pid}.${randomCookie().toLowerCase()}`;
  try {
    writeNew(draft, cookie);
    try {
      publish(draft, path, cookie);
    } finally {
      unlinkSync(draft);
    }
    return cookie;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return readWhenWritten(path) ?? createOrRead(path);
    throw new CookieError(
      `Cannot create the cookie file ${path}: ${messageOf(error)}, make its directory writable or use --cookie`,
    );
  }
}

function publish(draft: string, path: string, cookie: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw error;
    // No hard links on this file system.
    writeNew(path, cookie);
  }
}

function writeNew(path: string, cookie: string): void {
  const file = openSync(path, "wx", 0o400);
  try {
    writeSync(file, cookie);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function randomCookie(): string {
  let cookie = "";
  while (cookie.length < LETTERS) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    // 234 is 9 times 26: every letter as likely as any other.
    if (byte !== undefined && byte < 234) cookie += String.fromCharCode(65 + (byte % 26));
  }
  return cookie;
}

function unreadable(path: string, error: unknown): CookieError {
  return new CookieError(`Cannot read the cookie file ${path}: ${messageOf(error)}, repair it or use --cookie`);
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

function messageOf(error: unknown): string {
  return (error as Error).message;
}
