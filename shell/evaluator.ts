import { Exception, Exit, IO, inspect, type Pid, receive, self, send, skip, spawn } from "../src/index.js";
import { evaluateFile, evaluateOptions } from "./configure/evaluate-file.js";
import { inspectOptions } from "./configure/printing.js";
import { createEvaluator, type Evaluator, formatSyntaxError, SnippetError, shownPath } from "./evaluate/index.js";
import { type Evaluate, isEvaluate, serverMessage } from "./messages.js";
import type { Session } from "./session.js";
import type { Style } from "./style.js";
import { quoteQuestion } from "./types/question.js";

/** A value that the prompt does not print: what helpers return that have printed already. */
export const QUIET: unique symbol = Symbol("nothing to print") as never;

/**
 * Starts an evaluator: a plain process with the bindings and the mailbox of the prompt. It is
 * `self()` there; what others send to it stays in its mailbox until `receive` or `flush` takes it.
 */
export function startEvaluator(session: Session, server: Pid): Pid {
  return spawn(async function evaluator() {
    const evaluate = createEvaluator({ scope: session.scope, importModule: session.importModule });
    for (;;) {
      const request = await receive((message) => (isEvaluate(message) ? message : skip));
      const ok = await evaluateAndPrint(evaluate, request, session);
      send(server, serverMessage({ type: "evaluated", evaluator: self(), ok, quiet: request.quiet }));
    }
  });
}

async function evaluateAndPrint(evaluator: Evaluator, request: Evaluate, session: Session): Promise<boolean> {
  const { text, file, counter } = request;
  session.interrupt = request.interrupt;
  const typing = file === undefined ? session.types.begin(text, counter) : undefined;
  try {
    if (await typing?.refused()) return false;
    const { value, printable } =
      file === undefined
        ? await evaluator.evaluate(quoted(text, session), counter, evaluateOptions(session))
        : await evaluateFile(file, session);
    // An evaluation may outlive its process: then this throws.
    self();
    if (!request.quiet && printable) {
      session.history.append(counter, value === QUIET ? undefined : value);
      if (value !== QUIET) await printValue(value, session);
    }
    await typing?.succeeded();
    return true;
  } catch (error) {
    if (isEnd()) throw error;
    if (error instanceof Exit && error.bare) send(session.server!, serverMessage({ type: "leave", code: 0 }));
    else await IO.puts(errorText(error, request, session.style));
    return false;
  }
}

/** Helpers that ask about code are given its text. */
function quoted(text: string, { scope }: Session): string {
  return quoteQuestion(text, (name) => scope.isBuiltin(name));
}

/** True when this process has been told to end: what was caught is its own end. */
function isEnd(): boolean {
  try {
    self();
    return false;
  } catch {
    return true;
  }
}

async function printValue(value: unknown, session: Session): Promise<void> {
  await IO.puts(inspect(value, inspectOptions(session)));
}

/** An error as iex prints it: the banner, then the frames; an empty line where there are none. */
function errorText(error: unknown, { text, counter, file }: Evaluate, style: Style): string {
  if (file !== undefined) return style.error(`Error while evaluating: ${shownPath(file)}\n${Exception.format(error)}`);
  if (error instanceof SnippetError)
    return style.error(`${formatSyntaxError(error.problem, text, counter).join("\n")}\n`);
  return style.error(Exception.format(error));
}
