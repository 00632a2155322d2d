import { types } from "node:util";
import vm from "node:vm";
import { diagnose } from "./completeness.js";
import { type Engines, enginesFor } from "./engines.js";
import { type ImportModule, importBindings, importMeta, promptRequire } from "./import.js";
import { awaitUnless, Interrupted, inOwnTurn } from "./interrupt.js";
import { pastedTerms } from "./pasted-term.js";
import { shownPath } from "./path.js";
import { nestingProblem, nestsTooDeeply, problemAt, SnippetError } from "./problem.js";
import { type Rewritten, rewrite } from "./rewrite.js";
import { isThenable, type Scope } from "./scope.js";
import { IMPORT } from "./snippet.js";
import { isCompilers, reserveFilename } from "./stack.js";
import type { Step } from "./step.js";
import { type Transpiled, transpile } from "./transpile.js";
import { tellAsTyped } from "./typed-names.js";

export interface EvaluatorOptions {
  readonly scope: Scope;
  /** Loads what `import` and `import()` name. */
  readonly importModule: ImportModule;
  /** The absolute path of the file that the texts are from; what is typed is from none. */
  readonly file?: string | undefined;
}

export interface EvaluateOptions {
  /** Ends the evaluation; what it was waiting for goes on unheard. */
  readonly interrupt?: AbortSignal;
  /** Runs each statement in a turn of its own, so that somebody can end it there from outside. */
  readonly inOwnTurns?: boolean;
}

export interface Evaluated {
  readonly value: unknown;
  /** False when the snippet has no value: only types, comments or nothing. */
  readonly printable: boolean;
}

export interface Evaluator {
  /**
   * Evaluates one snippet of TypeScript against the scope. Statements run in order, each awaited.
   *
   * @param text one or more lines.
   * @param line the prompt's number.
   * @throws SnippetError for text that is not TypeScript, Interrupted, or whatever the snippet threw.
   */
  evaluate(text: string, line: number, options?: EvaluateOptions): Promise<Evaluated>;
}

/**
 * An evaluator of TypeScript snippets over a scope.
 *
 * @example
 * const evaluator = createEvaluator({ scope: createScope(), importModule: (specifier) => import(specifier) });
 * await evaluator.evaluate("const x: number = Promise.resolve(1)", 1); // { value: 1, printable: true }
 */
export function createEvaluator({ scope, importModule, file }: EvaluatorOptions): Evaluator {
  if (!scope.has("require")) scope.provide("require", promptRequire);
  return {
    async evaluate(text, line, options = {}) {
      const leaveFile = enterFile(scope, importModule, file);
      try {
        for (const [name, term] of pastedTerms(text)) scope.provide(name, term);
        const script = compile(text, await enginesFor(text), { file, line });
        const { value } = await runSteps(script, { scope, ...options });
        scope.last = value;
        return { value, printable: script.steps.length > 0 };
      } catch (error) {
        const told = tooDeepToCompile(error) ?? error;
        tellAsTyped(told);
        scope.lastError = told instanceof SnippetError ? told.atPrompt(line) : told;
        throw told;
      } finally {
        leaveFile();
      }
    },
  };
}

/**
 * What `import` and `import.meta` mean depends on where the text is from.
 *
 * @returns brings back what they meant before: the rest of the line that evaluates a file is typed
 */
function enterFile(scope: Scope, importModule: ImportModule, file: string | undefined): () => void {
  const [outer, meta] = [scope.get(IMPORT), Object.getOwnPropertyDescriptor(scope.hidden, "meta")];
  scope.provide(IMPORT, importModule);
  Object.defineProperty(scope.hidden, "meta", { get: () => importMeta(file), configurable: true });
  return () => {
    if (file === undefined || !meta) return;
    scope.provide(IMPORT, outer);
    Object.defineProperty(scope.hidden, "meta", meta);
  };
}

interface Compiled extends Rewritten {
  readonly run: (scope: object) => Thunk[];
  readonly disposable: readonly string[];
}

type Thunk = (source?: unknown) => [unknown] | Promise<[unknown]>;

interface Where {
  readonly file: string | undefined;
  readonly line: number;
}

/** Parsers and compilers call themselves for what is nested; V8 compiles a thunk when it is called. */
function tooDeepToCompile(error: unknown): SnippetError | undefined {
  const problem = nestingProblem(error);
  return problem && isCompilers(error as Error) ? new SnippetError(problem) : undefined;
}

function compile(text: string, engines: Engines, { file, line }: Where): Compiled {
  const problem = nestsTooDeeply(text);
  if (problem) throw new SnippetError(problem);
  const transpiled = transpileOrExplain(text, engines);
  const rewritten = rewrite(transpiled.code, transpiled.program, engines);
  const { reading, map } = transpiled;
  const filename = reserveFilename(file ?? `iex:${line}`, {
    line,
    file: file === undefined ? undefined : shownPath(file),
    shift: reading.shift,
    maps: () => [rewritten.map(), map],
  });
  return { ...rewritten, disposable: transpiled.disposable, run: compileScript(rewritten.code, filename, transpiled) };
}

/** What is wrong is told by the parser that tells it best. */
function transpileOrExplain(text: string, engines: Engines): Transpiled {
  try {
    return transpile(text, engines);
  } catch (error) {
    const problem = error instanceof SnippetError ? (diagnose(text).problem ?? error.problem) : nestingProblem(error);
    throw problem ? new SnippetError(problem) : error;
  }
}

/** V8 finds a few errors that the parsers let through; where they stand is lost by then. */
function compileScript(code: string, filename: string, { reading }: Transpiled): (scope: object) => Thunk[] {
  let script: vm.Script;
  try {
    script = new vm.Script(code, { filename });
  } catch (error) {
    const { message } = error as Error;
    throw new SnippetError(nestingProblem(error) ?? problemAt(reading.source, reading.shift, reading.shift, message));
  }
  const run = script.runInThisContext() as (scope: object) => Thunk[];
  return (scope) => run(scope);
}

interface Run extends EvaluateOptions {
  readonly scope: Scope;
  /** Names that `using` declares. */
  readonly disposable?: readonly string[];
  /** The value of the last step is awaited by whoever shows it. */
  readonly isLast?: boolean;
}

/** Keeps a value that may be a promise from being awaited on its way through asynchronous functions. */
interface Box {
  readonly value: unknown;
}

/** Functions first, then the others in order; the value is that of the last in the text. */
async function runSteps(script: Compiled, run: Run): Promise<Box> {
  const thunks = script.run(run.scope.object);
  const { steps, vars, disposable } = script;
  for (const name of vars) declareVar(run.scope, name);
  let last: Box = { value: undefined };
  for (const step of [...steps.filter(({ hoisted }) => hoisted), ...steps.filter(({ hoisted }) => !hoisted)]) {
    const isLast = step === steps.at(-1);
    const box = await runStep(step, thunks, { ...run, disposable, isLast });
    if (isLast) last = box;
  }
  return last;
}

/** `var v` gives a name that has a value nothing new. */
function declareVar(scope: Scope, name: string): Box {
  const value = scope.names().includes(name) ? scope.get(name) : undefined;
  scope.declare("var", name, value);
  return { value };
}

async function runStep(step: Step, thunks: Thunk[], run: Run): Promise<Box> {
  if (step.do === "declare") return declare(run.scope, step);
  const box = await callThunk(thunks[step.thunk]!, step, run);
  if (step.do === "import") return bindImport(run.scope, step, box.value);
  if (step.do === "assign") run.scope.assign(step.name, box.value);
  if (step.do === "bind") bind(run, step, box.value);
  if (step.do === "destructure" || step.do === "reassign") await takeApart(step, thunks, run, box.value);
  return box;
}

function declare(scope: Scope, { kind, name }: Step & { do: "declare" }): Box {
  if (kind === "var") return declareVar(scope, name);
  scope.declare(kind, name, undefined);
  return { value: undefined };
}

/** A value that `using` refuses is not bound. */
function bind({ scope, disposable }: Run, { kind, name, provided }: Step & { do: "bind" }, value: unknown): void {
  if (disposable?.includes(name)) scope.dispose(value);
  if (provided) scope.provide(name, value);
  else scope.declare(kind, name, value);
}

type Apart = Step & { do: "destructure" | "reassign" };

async function takeApart(step: Apart, thunks: Thunk[], run: Run, source: unknown): Promise<void> {
  const pattern: Step = { ...step, do: "value", thunk: step.pattern, awaited: false };
  const parts = await callThunk(thunks[step.pattern]!, pattern, run, source).catch((error) => {
    tellAsTyped(error, step.typed);
    throw error;
  });
  if (step.do === "reassign") return;
  for (const [name, part] of Object.entries(parts.value as object)) run.scope.declare(step.kind, name, part);
}

async function callThunk(
  thunk: Thunk,
  step: Step,
  { scope, interrupt, inOwnTurns, isLast }: Run,
  source?: unknown,
): Promise<Box> {
  const isLeft = step.do === "value" && !step.awaited;
  const body = () => {
    // It may have come between two statements: the next one must not begin, nobody would stop it.
    if (interrupt?.aborted) throw new Interrupted();
    const boxed = scope.assignable(step.assigns ?? [], () => thunk(source));
    if (!isLeft || isLast) expectRejection(boxed);
    return boxed;
  };
  const boxed = inOwnTurns ? (await awaitUnless(inOwnTurn(body), interrupt)).value : body();
  const [value] = await awaitUnless(boxed, interrupt);
  const kept = !isThenable(value) || isLeft || step.do === "import";
  return { value: kept ? value : await awaitUnless(value, interrupt) };
}

/** What is awaited only after the turn that made it has, until then, no rejection that nobody handles. */
function expectRejection(boxed: unknown): void {
  if (types.isPromise(boxed)) boxed.then(expectRejection, () => {});
  // Anything may be in there: a proxy would be run by `instanceof`.
  else if (Array.isArray(boxed) && types.isPromise(boxed[0])) boxed[0].catch(() => {});
}

function bindImport(scope: Scope, { names, from, exported }: Step & { do: "import" }, module: unknown): Box {
  const bindings = importBindings(module as object, names, from);
  if (exported) return { value: undefined };
  for (const [name, read] of bindings) scope.link(name, read);
  const values = bindings.map(([name, read]) => [name, read()] as const);
  return { value: values.length > 1 ? Object.fromEntries(values) : values[0]?.[1] };
}
