import { Script } from "node:vm";
import { HERITAGE, IMPORT } from "./analysis.js";
import { importFromHere } from "./importer.js";

/** A function whose source is compiled, and the variables that it takes. */
export interface Made {
  /** Gives the function; a class is evaluated at the first call, when its variables have values. */
  make(heritage: unknown): unknown;
  set(values: readonly unknown[]): void;
}

type Factory = (load: typeof importFromHere) => Made;

const LIMIT = 1000;
const factories = new Map<string, Factory>();

/**
 * Makes a function from its source. Compiled sources are kept, as many as fit.
 *
 * @param from shown in stack traces as the file
 * @throws TypeError when the source is no source
 */
export function makeFunction(kind: string, text: string, names: readonly string[], from: string): Made {
  const key = `${from} ${kind}(${names.join()})${text}`;
  let factory = factories.get(key);
  if (!factory) {
    if (factories.size >= LIMIT) factories.delete(factories.keys().next().value as string);
    factories.set(key, (factory = compile(kind, text, names, from)));
  }
  return factory(importFromHere);
}

const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

function compile(kind: string, text: string, names: readonly string[], from: string): Factory {
  if (!names.every((name) => NAME.test(name))) throw new TypeError("a variable has a name that is none");
  const variables = names.length > 0 ? `let ${names.join()};` : "";
  const parameters = names.map((_, i) => `$${i}`);
  const assign = names.map((name, i) => `${name} = $${i};`).join("");
  const head = `(function (${IMPORT}) { "use strict"; ${variables} return { set([${parameters.map((p) => `$iex${p}`)}]) { ${assign.replaceAll("= $", "= $iex$")} }, make(${HERITAGE}) { return `;
  // The source begins on line 1, so that stack traces count its own lines.
  const code = `${head}${taken(kind, text)}\n} }; })`;
  try {
    return new Script(code, { filename: from, columnOffset: -head.length }).runInThisContext() as Factory;
  } catch (error) {
    throw new TypeError(`its source cannot be compiled: ${(error as Error).message}`);
  }
}

/** Methods and accessors stand in an object. */
function taken(kind: string, text: string): string {
  if (kind === "get" || kind === "set") return `Object.getOwnPropertyDescriptor(${text}, "it").${kind}`;
  return text.startsWith("({") && text.endsWith("})") && isMethod(text) ? `${text}["it"]` : text;
}

function isMethod(text: string): boolean {
  return /^\(\{(async )?\*?\["it"\]/.test(text);
}
