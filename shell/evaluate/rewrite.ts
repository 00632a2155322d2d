import type { Engines } from "./engines.js";
import { rewriteImport } from "./rewrite-import.js";
import { isEnum, rewriteStatement } from "./rewrite-statement.js";
import { HIDDEN, IMPORT } from "./snippet.js";
import { type Source, type Step, thunk, unwrap } from "./step.js";
import { boundNames, isFunction, type Node, type Program, walk } from "./tree.js";
import { SOURCE } from "./typed-names.js";

/** A snippet made ready to run against a scope. */
export interface Rewritten {
  /** A script whose value is a function from the scope's object to a list of thunks. */
  readonly code: string;
  /** What to do with the thunks, in the order of the text. */
  readonly steps: readonly Step[];
  /** Names that a `var` inside a statement binds. */
  readonly vars: readonly string[];
  /** A source map, as text, from `code` to the JavaScript that was rewritten. */
  map(): string;
}

/**
 * Cuts JavaScript into steps that the evaluator runs one by one, awaiting and binding between them,
 * so that names live in the scope and not in the script.
 */
export function rewrite(code: string, program: Program, { MagicString }: Engines): Rewritten {
  const source: Source = { text: new MagicString(code), code, thunks: 0, steps: [], vars: new Set() };
  if (code.startsWith("#!")) source.text.overwrite(0, 2, "//");
  walk(program, (node) => {
    rewriteDynamicImport(source, node);
    rewriteCall(source, node);
  });
  const merged = mergedNames(program.body);
  for (const node of program.body) rewriteTopLevel(source, node, merged);
  source.text.prepend("(($iexScope) => { with ($iexScope) { return [\n").append("\n]; } })");
  return {
    code: source.text.toString(),
    steps: source.steps,
    vars: [...source.vars],
    map: () => source.text.generateMap({ hires: true }).toString(),
  };
}

/** Scripts know no dynamic import of their own (without flags), nor `import.meta`. */
function rewriteDynamicImport({ text }: Source, node: Node): void {
  if (node.type === "ImportExpression") text.overwrite(node.start, node.start + "import".length, IMPORT);
  if (node.type === "MetaProperty" && node.meta.name === "import")
    text.overwrite(node.start, node.end, `${HIDDEN}.meta`);
}

/** What is called by its name alone has no receiver: without this it would have the object that its name is found in. */
function rewriteCall({ text }: Source, { type, callee, tag }: Node): void {
  const called = type === "CallExpression" ? callee : type === "TaggedTemplateExpression" ? tag : undefined;
  if (called?.type !== "Identifier" || called.name === "eval") return;
  text.prependRight(called.start, "(0, ").appendLeft(called.end, ")");
}

/** What a namespace (or a second enum of a name) adds to: `(function (N) { … })(N || (N = {}))`. */
function mergedName(node: Node): string | undefined {
  if (node.type !== "ExpressionStatement") return undefined;
  const call = unwrap(node.expression);
  const argument = call.type === "CallExpression" && isFunction(unwrap(call.callee)) ? call.arguments[0] : undefined;
  if (argument?.type !== "LogicalExpression" || argument.left.type !== "Identifier") return undefined;
  const right = unwrap(argument.right);
  return right.type === "AssignmentExpression" && right.left.name === argument.left.name ? right.left.name : undefined;
}

function mergedNames(body: readonly Node[]): Set<string> {
  return new Set(body.flatMap((node) => mergedName(node) ?? []));
}

const rewriters: Record<string, (source: Source, node: Node, merged: Set<string>) => void> = {
  ImportDeclaration: rewriteImport,
  ExportNamedDeclaration: rewriteExport,
  ExportDefaultDeclaration: rewriteExport,
  ExportAllDeclaration: rewriteImport,
  VariableDeclaration: rewriteVariables,
  FunctionDeclaration: rewriteFunction,
  ClassDeclaration: rewriteClass,
};

function rewriteTopLevel(source: Source, node: Node, merged: Set<string>): void {
  const name = mergedName(node);
  if (name !== undefined) rewriteNamespace(source, node, name);
  else (rewriters[node.type] ?? rewriteStatement)(source, node, merged);
}

/** There is nobody to export to: what is exported is declared. */
function rewriteExport(source: Source, node: Node, merged: Set<string>): void {
  const { declaration } = node;
  if (node.source) rewriteImport(source, node);
  else if (!declaration) source.text.remove(node.start, node.end);
  else if (declaration.id || declaration.declarations) {
    source.text.remove(node.start, declaration.start);
    rewriteTopLevel(source, declaration, merged);
  } else rewriteDefault(source, node, declaration);
}

function rewriteDefault(source: Source, node: Node, declaration: Node): void {
  const type = declaration.type.replace(/Declaration$/, "Expression");
  const index = thunk(source, { ...declaration, type }, { from: node.start, to: node.end, name: "default" });
  source.steps.push({ do: "value", thunk: index, awaited: true });
}

/** Declares each name by itself: an initialiser that fails leaves its own name alone. */
function rewriteVariables(source: Source, node: Node, merged: Set<string>): void {
  const { text } = source;
  const declarators: Node[] = node.declarations;
  text.remove(node.start, declarators[0]!.start);
  declarators.forEach((declarator, i) => {
    const end = declarators[i + 1]?.start ?? node.end;
    if (declarator.init) rewriteInitialised(source, node.kind, declarator, end);
    else rewriteUninitialised(source, node.kind, declarator, end, merged);
  });
}

function rewriteUninitialised(
  source: Source,
  kind: "let" | "var",
  { id, start }: Node,
  end: number,
  merged: Set<string>,
): void {
  source.text.remove(start, end);
  if (!merged.has(id.name)) source.steps.push({ do: "declare", kind, name: id.name });
}

function rewriteInitialised(
  source: Source,
  kind: "let" | "const" | "var",
  { id, init, start }: Node,
  end: number,
): void {
  const { text, steps } = source;
  if (id.type !== "Identifier") {
    const names = boundNames(id);
    const pattern = thunk(source, id, {
      from: start,
      to: init.start,
      head: "const ",
      tail: ` = ${SOURCE}; return [{ ${names.join(", ")} }];`,
    });
    const typed = source.code.slice(init.start, init.end);
    steps.push({ do: "destructure", kind, pattern, typed, thunk: thunk(source, init, { from: init.start, to: end }) });
  } else if (isEnum(id, init)) {
    // The script's own variable hides an older binding: an enum begins empty.
    text.appendLeft(init.end, `; return [${id.name}];`);
    const index = thunk(source, { ...init, start }, { from: start, to: end, head: "var ", tail: "" });
    steps.push({ do: "bind", kind: "const", name: id.name, thunk: index });
  } else {
    const index = thunk(source, init, { from: start, to: end, name: id.name });
    steps.push({
      do: "bind",
      kind,
      name: id.name,
      thunk: index,
      ...(isEngineHelper(id.name) && { hoisted: true, provided: true }),
    });
  }
}

/** Helpers that TypeScript puts in front of decorated classes and of `using`. */
function isEngineHelper(name: string): boolean {
  return /^__(addDisposableResource|disposeResources|esDecorate|runInitializers|propKey|setFunctionName|rest|rewriteRelativeImportExtension)$/.test(
    name,
  );
}

/** Anonymous, so that a function that calls itself finds what its name stands for by then. */
function rewriteFunction(source: Source, node: Node): void {
  source.text.remove(node.id.start, node.id.end);
  const index = thunk(
    source,
    { ...node, type: "FunctionExpression" },
    { from: node.start, to: node.end, name: node.id.name },
  );
  source.steps.push({ do: "bind", kind: "function", name: node.id.name, thunk: index, hoisted: true });
}

function rewriteClass(source: Source, node: Node): void {
  const index = thunk(source, { ...node, type: "ClassExpression" }, { from: node.start, to: node.end });
  source.steps.push({ do: "bind", kind: "class", name: node.id.name, thunk: index });
}

/** The first of a name begins a new namespace, later ones in the same snippet add to it. */
function rewriteNamespace(source: Source, node: Node, name: string): void {
  const known = source.steps.some((step) => step.do === "bind" && step.name === name);
  const index = thunk(source, node, {
    from: node.start,
    to: node.end,
    head: known ? "" : `let ${name}; `,
    tail: ` return [${name}];`,
  });
  source.steps.push(
    known ? { do: "value", thunk: index, awaited: false } : { do: "bind", kind: "const", name, thunk: index },
  );
}
