import { fileURLToPath } from "node:url";
import { Process } from "../../src/index.js";
import { QUESTION_SCRIPT } from "../terminal/interrupt-helper.js";
import { countAbandoned, Interrupted } from "./interrupt.js";
import { isOwn } from "./stack.js";

/**
 * Called in the midst of code that keeps the thread, by whoever is about to end it from outside: gets
 * Node.js and the kernel ready, for neither hears of that.
 *
 * @param isLast true when it was refused many times: what is called there has become part of it, and is complete
 * @returns false where it must not be ended: in code of the shell alone, and in what Node.js counts calls with
 */
export function abandonTurn(isLast: boolean): boolean {
  const files = callersOr(isLast ? [] : undefined);
  if (!files) return false;
  if (isBetweenCalls(files) ? !isLast : !isUsers(files)) return false;
  countAbandoned();
  Process.abandonTurn(new Interrupted());
  return true;
}

/** Where Node.js puts a call on its stack of asynchronous calls before it calls: nobody would take it off again. */
function isBetweenCalls(files: string[]): boolean {
  const outside = files.findIndex((file) => !file.startsWith("node:"));
  return files.slice(0, outside === -1 ? files.length : outside).some((file) => KEEPS_ACCOUNTS.test(file));
}

const KEEPS_ACCOUNTS = /^node:internal\/(async_hooks|timers|process\/task_queues)$/;

/** Code of no file, such as that of `eval`, is the user's. Without any code it is a loop of promises. */
function isUsers(files: string[]): boolean {
  const foreign = files.filter((file) => !file.startsWith("node:"));
  return foreign.length === 0 || foreign.some((file) => !isOwn(file));
}

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
  Error.prepareStackTrace = (_, sites) => sites.map((site) => site.getScriptNameOrSourceURL() ?? "");
  const files = new Error().stack as unknown as string[];
  Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  return files.slice(files.lastIndexOf(QUESTION_SCRIPT) + 1).map(pathOf);
}

function pathOf(file: string): string {
  return file.startsWith("file:") ? fileURLToPath(file) : file;
}
