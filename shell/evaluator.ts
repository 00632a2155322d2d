import { Exception, Exit, IO, type Pid, Process, receive, self, send, skip, spawn } from "../src/index.js";
import { evaluateFile, evaluateOptions } from "./configure/evaluate-file.js";
import { resultText } from "./configure/printing.js";
import {
  awaitUnless,
  createEvaluator,
  type Evaluator,
  formatSyntaxError,
  Interrupted,
  inOwnTurn,
  SnippetError,
  shownPath,
  type ValueHistory,
} from "./evaluate/index.js";
import { type Evaluate, isEvaluate, serverMessage } from "./messages.js";
import type { Session } from "./session.js";
import type { Style } from "./style.js";
import { quoteQuestion } from "./types/question.js";
import type { TypedText } from "./types/types.js";

/** A value that the prompt does not print: what helpers return that have printed already. */
export const QUIET: unique symbol = Symbol("nothing to print") as never;

/**
 * Starts an evaluator: a plain process with the bindings and the mailbox of the prompt. It is
 * `self()` there; what others send to it stays in its mailbox until `receive` or `flush` takes it.
 */
export function startEvaluator(session: Session, server: Pid): Pid {
  const pid = spawn(async function evaluator() {
    await evaluateRequests(session, server);
  });
  if (session.interruptible) Process.isolate(pid, () => send(server, serverMessage({ type: "abandoned" })));
  return pid;
}

/**
 * Evaluates, as the calling process and with the bindings of the moment, what the server asks for.
 *
 * @param isOver tells the message that ends it; nothing does when left out
 */
export async function evaluateRequests(
  session: Session,
  server: Pid,
  isOver: (message: unknown) => boolean = () => false,
): Promise<void> {
  const { scope, history, importModule } = session;
  const evaluator = { ...createEvaluator({ scope, importModule }), history };
  for (;;) {
    const request = await nextRequest(isOver);
    if (!request) return;
    session.screen.beginEvaluation();
    const ok = await Process.interruptible(() => evaluateAndPrint(evaluator, request, session));
    send(server, serverMessage({ type: "evaluated", request, ok }));
  }
}

/** Ctrl+C may come when the evaluator has not begun yet: it begins, and ends at once. */
async function nextRequest(isOver: (message: unknown) => boolean): Promise<Evaluate | undefined> {
  for (;;) {
    try {
      return await receive((message) => (isEvaluate(message) ? message : isOver(message) ? undefined : skip));
    } catch (error) {
      unlessInterrupted(error);
    }
  }
}

async function evaluateAndPrint(
  evaluator: Evaluator & { history: ValueHistory },
  request: Evaluate,
  session: Session,
): Promise<boolean> {
  const { file, counter } = request;
  const text = file === undefined ? quoted(request.text, session) : request.text;
  session.interrupt = request.interrupt;
  const typing = file === undefined ? session.types.begin(typedText(text, request, session)) : undefined;
  try {
    if (await typing?.refused?.()) return false;
    const { value, printable } =
      file === undefined
        ? await evaluator.evaluate(text, counter, evaluateOptions(session))
        : await evaluateFile(file, session);
    // An evaluation may outlive its process: then this throws.
    self();
    const kept = !request.quiet && printable;
    if (kept) {
      evaluator.history.append(counter, value === QUIET ? undefined : value);
      if (value !== QUIET) await putsRendered(() => resultText(value, session), request, session);
    }
    await typing?.succeeded(kept);
    return true;
  } catch (error) {
    if (isEnd()) throw error;
    if (error instanceof Exit && error.bare) send(session.server!, serverMessage({ type: "leave", code: 0 }));
    else await putsError(error, request, session).catch(unlessInterrupted);
    return false;
  }
}

/** Ctrl+C that comes when the line has failed already has nothing left to end: what was to be printed is on its way. */
function unlessInterrupted(error: unknown): void {
  if (!(error instanceof Interrupted)) throw error;
}

/** Types are printed where values would be. */
function typedText(text: string, { counter, quiet }: Evaluate, { screen }: Session): TypedText {
  return quiet ? { text, counter } : { text, counter, print: (types) => screen.write(types) };
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

/** Printing may run code of the user, such as a getter, or take its time: Ctrl+C ends it like any other. */
async function putsRendered(render: () => string, { interrupt }: Evaluate, { interruptible }: Session): Promise<void> {
  if (!interruptible) await IO.puts(render());
  else await IO.puts((await awaitUnless(inOwnTurn(render), interrupt)).value);
}

async function putsError(error: unknown, request: Evaluate, session: Session): Promise<void> {
  const text = (it: unknown): string => errorText(it, request, session.style);
  if (error instanceof Interrupted) await IO.puts(text(error));
  else await putsRendered(() => text(error), request, session).catch((failure) => IO.puts(text(failure)));
}

/** An error as iex prints it: the banner, then the frames; an empty line where there are none. */
function errorText(error: unknown, { text, counter, file }: Evaluate, style: Style): string {
  if (file !== undefined) return style.error(`Error while evaluating: ${shownPath(file)}\n${Exception.format(error)}`);
  if (error instanceof SnippetError)
    return style.error(`${formatSyntaxError(error.problem, text, counter).join("\n")}\n`);
  return style.error(Exception.format(error));
}
