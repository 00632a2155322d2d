import type MagicString from "magic-string";
import type { BindingKind } from "./scope.js";
import { HIDDEN } from "./snippet.js";
import { awaits, children, isFunction, type Node } from "./tree.js";
import { SOURCE } from "./typed-names.js";

interface StepTraits {
  /** Names that running it may create by assignment. */
  readonly assigns?: readonly string[];
  /** Runs before all others. */
  readonly hoisted?: boolean;
  /** Binds a name for the engine's use, which no list of names shows. */
  readonly provided?: boolean;
}

/** What the evaluator does with one thunk. Thunks answer a list of one value, so that nothing awaits it by chance. */
export type Step = StepTraits &
  (
    | { do: "value"; thunk: number; awaited: boolean }
    | { do: "bind"; kind: BindingKind; name: string; thunk: number }
    /** The value, `typed` so, is taken apart by a second thunk, which answers the bound names. */
    | { do: "destructure"; kind: BindingKind; thunk: number; pattern: number; typed: string }
    | { do: "declare"; kind: "let" | "var"; name: string }
    | { do: "assign"; name: string; thunk: number }
    | { do: "reassign"; thunk: number; pattern: number; typed: string }
    /** What is only exported further must be there, and is not bound. */
    | { do: "import"; thunk: number; from: string; names: readonly Imported[]; exported: boolean }
  );

/** One name of an import: `*` stands for the whole module. */
export interface Imported {
  readonly imported: string;
  readonly local: string;
}

/** A script that is being rewritten. */
export interface Source {
  readonly text: MagicString;
  readonly code: string;
  thunks: number;
  readonly steps: Step[];
  readonly vars: Set<string>;
}

export interface ThunkOptions {
  /** What is replaced around the node: from here to its start, and from its end to there. */
  from: number;
  to: number;
  /** The name that an anonymous function takes. */
  name?: string;
  head?: string;
  tail?: string;
  waits?: boolean;
}

/** Around each thunk of the list: it is given the empty name, else V8 names it in stacks after what stands nearby. */
export const UNNAMED = { begin: '{"": ', end: '}[""],\n' };

/** Turns a node, in place, into the next thunk of the list, and answers the thunk's index. */
export function thunk(source: Source, node: Node, { from, to, name, head, tail, waits }: ThunkOptions): number {
  const { text } = source;
  const isValue = head === undefined;
  if (isValue) registerFunctions(source, node, name);
  if (from < node.start) text.remove(from, node.start);
  if (node.end < to) text.remove(node.end, to);
  const start = `${UNNAMED.begin}${waits || awaits(node) ? "async " : ""}(${SOURCE}) => { "use strict"; `;
  text.prependRight(node.start, isValue ? `${start}return [(` : start + head);
  text.appendLeft(node.end, `${isValue ? ")];" : tail} }${UNNAMED.end}`);
  return source.thunks++;
}

/**
 * Functions and classes that no other function, class or block encloses have only the scope around
 * them: the scope remembers them. Being passed through a call costs them their name, so it is given.
 */
function registerFunctions(source: Source, root: Node, rootName?: string): void {
  const left: [node: Node, name: string | undefined][] = [[root, rootName]];
  for (let next = left.pop(); next; next = left.pop()) {
    const [node, name] = next;
    if (isFunction(node) || node.type === "ClassExpression") registerFunction(source, node, name);
    else if (!(node.type === "Property" && (node.method || node.kind !== "init" || node.shorthand)))
      for (const child of children(node).reverse()) left.push([child, nameGiven(node, child, name)]);
  }
}

function registerFunction({ text }: Source, node: Node, name: string | undefined): void {
  const given = node.id && node.type !== "FunctionExpression" ? undefined : name;
  text.prependRight(node.start, `(${HIDDEN}.fn(`);
  text.appendLeft(node.end, given === undefined ? "))" : `, ${JSON.stringify(given)}))`);
}

/** The name that the language gives to an anonymous function in this place. */
function nameGiven(node: Node, child: Node, name?: string): string | undefined {
  if (node.type === "ParenthesizedExpression") return name;
  if (node.type === "Property" && child === node.value && !node.computed)
    return String(node.key.name ?? node.key.value);
  if (node.type === "AssignmentExpression" && child === node.right && node.left.type === "Identifier")
    return node.left.name;
  return undefined;
}

/** A node without the parentheses around it. */
export function unwrap(node: Node): Node {
  return node.type === "ParenthesizedExpression" ? unwrap(node.expression) : node;
}
