import { createRequire } from "node:module";
import type { Node, Options } from "acorn";
import type { Scope, ScopeManager } from "eslint-scope";

/** A node of the syntax tree, with any field: the tree has some seventy kinds of nodes. */
export interface Syntax extends Node {
  [field: string]: any;
}

/** Loaded when the first source is read: the prompt must not wait for them. */
const load = createRequire(import.meta.url);
let acorn: typeof import("acorn") | undefined;
let scopes: typeof import("eslint-scope") | undefined;

/** What V8 has not got yet it refuses by itself; import attributes, which every supported Node.js has, are of 2025. */
const VERSION = 2025;

/** @throws SyntaxError with `pos`, the offset in the text */
export function parseModule(text: string): Syntax {
  return parse(text, "module");
}

/** Reads a CommonJS file. @throws SyntaxError with `pos`, the offset in the text */
export function parseScript(text: string): Syntax {
  return parse(text, "script", { allowReturnOutsideFunction: true });
}

/** @throws SyntaxError when the text is more or less than one expression */
export function parseExpression(text: string): Syntax {
  const { body } = parse(text, "script");
  if (body.length !== 1 || body[0].type !== "ExpressionStatement") throw new SyntaxError("More than one expression");
  return body[0].expression;
}

function parse(text: string, sourceType: "module" | "script", options: Partial<Options> = {}): Syntax {
  acorn ??= load("acorn") as typeof import("acorn");
  return acorn.parse(text, { ecmaVersion: VERSION, sourceType, ranges: true, ...options });
}

/** Which names mean what. */
export function scopesOf(program: Syntax, sourceType: "module" | "script"): ScopeManager {
  scopes ??= load("eslint-scope") as typeof import("eslint-scope");
  return scopes.analyze(program as never, { ecmaVersion: VERSION as never, sourceType });
}

/** The identifiers that mean something outside the program. */
export function freeIdentifiers(program: Syntax, sourceType: "module" | "script" = "script"): Syntax[] {
  const scopes = scopesOf(program, sourceType);
  const outer = scopes.globalScope as Scope;
  const declared = new Set(outer.variables.filter((variable) => variable.defs.length > 0).map(({ name }) => name));
  return outer.through
    .map(({ identifier }) => identifier as unknown as Syntax)
    .filter(({ name }) => !declared.has(name));
}

/** Visits every node, outer ones first; `visit` returns false to leave out what is inside a node. */
export function walk(
  node: Syntax,
  visit: (node: Syntax, parent: Syntax | undefined) => boolean | undefined | undefined,
  parent?: Syntax,
) {
  if (visit(node, parent) === false) return;
  for (const field in node) {
    const child = node[field];
    if (Array.isArray(child)) {
      for (const item of child) if (typeof item?.type === "string") walk(item, visit, node);
    } else if (typeof child?.type === "string") walk(child, visit, node);
  }
}
