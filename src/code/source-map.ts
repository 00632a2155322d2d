import { SourceMap } from "node:module";
import { runInThisContext } from "node:vm";

/** Finds the line of the source that a line of running code comes from; both count from 1. */
export type Locate = (line: number, column: number) => { line: number; column: number } | undefined;

const files = new Map<string, Locate>();
let installed = false;

/**
 * Makes the stack traces of errors name the lines of a source instead of those of the code that
 * was made from it.
 *
 * @param file the name under which the code runs
 * @param locate is asked only when a stack trace is looked at
 */
export function mapStack(file: string, locate: Locate): void {
  files.set(file, locate);
  if (!installed) install();
}

/** Looks through source maps one after another, from the running code back to the source. */
export function locateThrough(maps: () => readonly (string | undefined)[]): Locate {
  let opened: SourceMap[] | undefined;
  return (line, column) => {
    opened ??= maps().flatMap((json) => (json ? [new SourceMap(JSON.parse(json))] : []));
    let at = { line, column };
    for (const map of opened) {
      const entry = map.findEntry(at.line - 1, at.column - 1) as Entry;
      if (entry.originalLine === undefined || entry.originalColumn === undefined) return undefined;
      at = { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
    }
    return at;
  };
}

/** Empty when nothing is known about the place. */
interface Entry {
  originalLine?: number;
  originalColumn?: number;
}

type Prepare = (error: Error, sites: NodeJS.CallSite[]) => unknown;

/**
 * V8 has one hook for stack traces. Whoever had it before is asked still, with our places already
 * put right. Loaded code runs in the main context, so that context's `Error` is the one to hook.
 */
function install(): void {
  installed = true;
  const MainError = runInThisContext("Error") as typeof Error & { prepareStackTrace?: Prepare };
  const before = MainError.prepareStackTrace;
  MainError.prepareStackTrace = (error, sites) => {
    const mapped = sites.map(mapSite);
    return before ? before.call(MainError, error, mapped) : [headline(error), ...mapped].join("\n    at ");
  };
}

function headline(error: Error): string {
  try {
    return String(error);
  } catch {
    return "Error";
  }
}

/** The same call site with the places of the source, when its file is one of ours. */
function mapSite(site: NodeJS.CallSite): NodeJS.CallSite {
  const locate = files.get(site.getFileName() ?? "");
  const [line, column] = locate ? [site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0] : [0, 0];
  const at = locate?.(line, column);
  if (!at) return site;
  const text = String(site).replace(`:${line}:${column}`, `:${at.line}:${at.column}`);
  const changed: Record<string | symbol, unknown> = {
    getLineNumber: () => at.line,
    getColumnNumber: () => at.column,
    toString: () => text,
  };
  return new Proxy(site, {
    get(target, key) {
      const value = changed[key] ?? Reflect.get(target, key);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
