import { fileURLToPath } from "node:url";
import { Process } from "../../src/index.js";
import { QUESTION_SCRIPT } from "../terminal/interrupt-helper.js";
import { countAbandoned, Interrupted } from "./interrupt.js";
import { isOwn } from "./stack.js";

/**
 * Called in the midst of code that keeps the thread, by whoever is about to end it from outside: gets
 * Node.js and the kernel ready, for neither hears of that.
 *
 * @param refused how often that was refused already
 * @returns false where it must not be ended: in code of the shell alone, and in what Node.js counts calls with
 */
export function abandonTurn(refused: number): boolean {
  const files = callersOr(refused > MANY_TIMES ? [UNKNOWN] : undefined);
  if (!files || !mayEnd(files, refused) || !Process.abandonTurn(new Interrupted())) return false;
  countAbandoned();
  return true;
}

/** What is called so often between calls has become part of them, and is complete. */
const MANY_TIMES = 40;

/** Nothing calls between microtasks, and while the thread is free, which it will have shown when it is asked again. */
function mayEnd(files: string[], refused: number): boolean {
  if (files.length === 0) return refused > 0;
  return isBetweenCalls(files) ? refused > MANY_TIMES : isUsers(files);
}

/** Where Node.js puts a call on its stack of asynchronous calls before it calls: nobody would take it off again. */
function isBetweenCalls(files: string[]): boolean {
  const outside = files.findIndex((file) => file === ENGINE || !isNodes(file));
  return files.slice(0, outside === -1 ? files.length : outside).some((file) => KEEPS_ACCOUNTS.test(file));
}

const KEEPS_ACCOUNTS = /^node:internal\/(async_hooks|timers|process\/task_queues)$/;

/** What calls where nobody can look. */
const UNKNOWN = "";

/** Code of no file, such as that of `eval`, is the user's. Where only Node.js calls it is a loop of promises. */
function isUsers(files: string[]): boolean {
  const foreign = files.filter((file) => !isNodes(file));
  return foreign.length === 0 || foreign.some((file) => !isOwn(file) && !PARSER.test(file));
}

/** Of what is built into the engine nobody can tell whose it is but by its caller. */
const ENGINE = "node:engine";

function isNodes(file: string): boolean {
  return file.startsWith("node:");
}

/** What the shell reads lines with. Where the user calls it there is more code than that. */
const PARSER = /[\\/]node_modules[\\/]typescript[\\/]/;

/** Where nobody can look, as on a stack that is full, another moment may be better. */
function callersOr<T>(unknown: T): string[] | T {
  try {
    return callers();
  } catch {
    return unknown;
  }
}

/** More frames than this are of a recursion, which is the user's at the top already. */
const MANY = 1000;

/** The files of the code that was running, innermost first. */
function callers(): string[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = MANY;
  Error.prepareStackTrace = (_, sites) => sites.map(fileOf);
  const files = new Error().stack as unknown as string[];
  Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  return files.slice(files.lastIndexOf(QUESTION_SCRIPT) + 1).map(pathOf);
}

/** What is built into the engine has no place. */
function fileOf(site: NodeJS.CallSite): string {
  return site.getLineNumber() === null ? ENGINE : (site.getScriptNameOrSourceURL() ?? "");
}

function pathOf(file: string): string {
  return file.startsWith("file:") ? fileURLToPath(file) : file;
}
