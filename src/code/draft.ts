import { compileCommonJs } from "./common-js.js";
import { checkLanguage, defineValue, parseJson } from "./foreign.js";
import { importError } from "./import-error.js";
import { createNamespace, type Namespace } from "./namespace.js";
import type { Compiled, Sources, Unit } from "./unit.js";

/** A file on its way from text to what it exports. */
export interface Draft extends Unit {
  readonly files: Map<string, string>;
  readonly compiled: Compiled | undefined;
  /** One per import of `compiled`. */
  readonly imported: Namespace[];
  state: "linked" | "instantiated" | "evaluating" | "evaluated" | "failed";
  /** What it threw. */
  reason: unknown;
  start(): void;
  done: Promise<void>;
  /** Shared by all who import it. */
  evaluation: Promise<void> | undefined;
  readonly waitsFor: Set<Draft>;
}

/** Whether a file cannot go on before another has run. */
export function isWaitingFor(unit: Draft, other: Draft, seen = new Set<Draft>()): boolean {
  if (unit === other) return true;
  if (seen.has(unit)) return false;
  seen.add(unit);
  return [...unit.waitsFor].some((next) => isWaitingFor(next, other, seen));
}

/** Reads a file and compiles it. */
export async function draft(path: string, sources: Sources): Promise<Draft> {
  const unit = readDraft(path, sources);
  if (unit.commonJs) return unit;
  const compile = sources.compile ?? (await import("./compile.js")).compile;
  return compiledDraft(unit, await compile(unit.text, path, sources.shown(path)));
}

/** A file that is not compiled yet; JSON needs no compiling. */
export function readDraft(path: string, sources: Sources): Draft {
  checkLanguage(path, sources.shown(path));
  const unit = { ...blankDraft(path), text: sources.read(path), module: sources.moduleOf?.(path) };
  if (!path.endsWith(".json")) return unit;
  const exports = parseJson(unit.text, path);
  defineValue(unit.namespace, exports);
  return { ...unit, commonJs: { exports } };
}

/** The same file, compiled to run at once. */
export function commonJsDraft(unit: Draft, { shown }: Sources): Draft {
  return compiledDraft(unit, compileCommonJs(unit.text, unit.path, shown(unit.path)));
}

function compiledDraft(unit: Draft, compiled: Compiled): Draft {
  return { ...unit, compiled, commonJs: compiled.commonJs ? { exports: {} } : undefined };
}

/** A file of which nothing is known yet, or somebody who asks in its place. */
export function blankDraft(path: string): Draft {
  return {
    path,
    text: "",
    module: undefined,
    namespace: createNamespace(path),
    commonJs: undefined,
    compiled: undefined,
    files: new Map(),
    imported: [],
    state: "linked",
    reason: undefined,
    start() {},
    done: Promise.resolve(),
    evaluation: undefined,
    waitsFor: new Set(),
  };
}

/** An import of a name that the other file does not export is an error before anything runs. */
export function checkNames(unit: Draft, sources: Sources): void {
  unit.compiled?.imports.forEach(({ specifier, needs }, i) => {
    const from = unit.imported[i] as Namespace;
    const missing = needs.find((name) => !(name in from));
    if (missing !== undefined) throw missingExport(unit, specifier, missing, sources);
  });
}

function missingExport(unit: Draft, specifier: string, name: string, sources: Sources): Error {
  const shown = sources.shown(unit.path);
  return importError(`${JSON.stringify(specifier)} does not export ${name}`, unit, { specifier, name, shown });
}
