import type * as TypeScript from "typescript";
import { assignedNames } from "./assigned.js";
import { awaitAssigned, awaitValue } from "./awaiting.js";
import type { Typed } from "./protocol.js";
import { TextEdits } from "./text-edits.js";

type TS = typeof TypeScript;

/**
 * A name that a text declares at its top: a value, a type, or what may be both, such as a class.
 * `variable` for values that can be assigned later.
 */
export interface Declared {
  readonly name: string;
  readonly kind: "variable" | "value" | "type" | "both";
}

/** A typed text made a module, which exports all that it declares. */
export interface SnippetModule {
  readonly code: string;
  readonly declared: readonly Declared[];
  /** Every identifier in it. */
  readonly mentioned: ReadonlySet<string>;
  /** Whether it adds to what is declared everywhere, or by another module. */
  readonly augments: boolean;
  /** The export that is its value. */
  readonly value: string | undefined;
  /** The types that its last statements declare. */
  readonly types: readonly string[];
  /** Where a position of `code` is in the typed text, in characters from its beginning. */
  original(position: number): number;
}

/** The name under which a module exports the value of its last expression. */
export const VALUE = "$value";

/**
 * Writes a text as the module that means what the prompt does: values are awaited, names that are
 * assigned for the first time are declared.
 *
 * @param isKnown whether a name stands for something already
 * @returns undefined for what is not TypeScript
 */
export function snippetModule(
  ts: TS,
  { text, readings }: Typed,
  isKnown: (name: string) => boolean,
): SnippetModule | undefined {
  for (const { source, shift } of readings) {
    const code = source.replace(LAST, "_");
    const file = ts.createSourceFile("iex.ts", code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
    const moved = shift - (source.length - code.length);
    if (parseDiagnostics(file).length === 0) return write(ts, file, moved, text.length, isKnown);
  }
  return undefined;
}

/** What a reading that goes on from the last value begins with. */
const LAST = /^\$iex\.last(?=\s)/;

function parseDiagnostics(file: TypeScript.SourceFile): readonly unknown[] {
  return (file as unknown as { parseDiagnostics: readonly unknown[] }).parseDiagnostics;
}

function write(
  ts: TS,
  file: TypeScript.SourceFile,
  shift: number,
  length: number,
  isKnown: (name: string) => boolean,
): SnippetModule {
  const edits = new TextEdits(file.text);
  const declared: Declared[] = [];
  for (const statement of file.statements) declared.push(...writeStatement(ts, statement, edits, isKnown, file));
  const value = exportOfValue(ts, file.statements.at(-1), declared);
  const exported = exportedHere(ts, file);
  const names = new Set(declared.map(({ name }) => name).filter((name) => name !== VALUE && !exported.has(name)));
  if (names.size > 0) edits.insert(file.text.length, `\nexport { ${[...names].join(", ")} };`);
  return {
    code: edits.edited,
    declared: declared.filter(({ name }) => name !== VALUE),
    mentioned: identifiers(ts, file),
    augments: file.statements.some((node) => ts.isModuleDeclaration(node) && !isNamespace(ts, node)),
    value,
    types: typesAtEnd(ts, file),
    original: (position) => Math.min(length, Math.max(0, edits.original(position) - shift)),
  };
}

function writeStatement(
  ts: TS,
  node: TypeScript.Statement,
  edits: TextEdits,
  isKnown: (name: string) => boolean,
  file: TypeScript.SourceFile,
): Declared[] {
  if (ts.isVariableStatement(node)) return writeVariables(ts, node, edits);
  if (ts.isExpressionStatement(node)) return writeExpression(ts, node, edits, isKnown, file);
  return declarationOf(ts, node);
}

function writeVariables(ts: TS, { declarationList }: TypeScript.VariableStatement, edits: TextEdits): Declared[] {
  const kind = (declarationList.flags & ts.NodeFlags.Const) === 0 ? "variable" : "value";
  return declarationList.declarations.flatMap(({ name, initializer }) => {
    if (initializer) awaitValue(ts, initializer, edits);
    return boundNames(ts, name).map((each): Declared => ({ name: each, kind }));
  });
}

function writeExpression(
  ts: TS,
  node: TypeScript.ExpressionStatement,
  edits: TextEdits,
  isKnown: (name: string) => boolean,
  file: TypeScript.SourceFile,
): Declared[] {
  const { expression } = node;
  const created = createdBy(ts, expression);
  const unknown = assignedNames(ts, expression).filter((name) => !isKnown(name) && name !== created?.left.text);
  const others = unknown.map((name): Declared => ({ name, kind: "variable" }));
  if (unknown.length > 0) edits.insert(node.getStart(), `var ${unknown.map((name) => `${name}: any`).join(", ")}; `);
  if (created && !isKnown(created.left.text)) {
    edits.insert(node.getStart(), "var ");
    awaitValue(ts, created.right, edits);
    return [...others, { name: created.left.text, kind: "variable" }];
  }
  if (node !== file.statements.at(-1)) {
    awaitAssigned(ts, expression, edits);
    return others;
  }
  edits.insert(node.getStart(), `export const ${VALUE} = (`);
  awaitValue(ts, expression, edits);
  edits.insert(expression.end, ")");
  return [...others, { name: VALUE, kind: "value" }];
}

/** `name = value`, which makes a variable of a name that is not known. */
function createdBy(
  ts: TS,
  node: TypeScript.Expression,
): { left: TypeScript.Identifier; right: TypeScript.Expression } | undefined {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  return ts.isIdentifier(node.left) ? { left: node.left, right: node.right } : undefined;
}

function declarationOf(ts: TS, node: TypeScript.Statement): Declared[] {
  if (isTypeDeclaration(ts, node)) return [{ name: node.name.text, kind: "type" }];
  if (ts.isFunctionDeclaration(node)) return node.name ? [{ name: node.name.text, kind: "value" }] : [];
  if (ts.isClassDeclaration(node) || ts.isEnumDeclaration(node) || isNamespace(ts, node))
    return node.name ? [{ name: node.name.text, kind: "both" }] : [];
  if (ts.isImportEqualsDeclaration(node)) return [{ name: node.name.text, kind: node.isTypeOnly ? "type" : "both" }];
  return ts.isImportDeclaration(node) ? importedBy(ts, node) : [];
}

/** Other blocks of that kind, `declare global` and `declare module "name"`, declare no name here. */
function isNamespace(ts: TS, node: TypeScript.Node): node is TypeScript.NamespaceDeclaration {
  const isNamed = ts.isModuleDeclaration(node) && ts.isIdentifier(node.name);
  return isNamed && (node.flags & ts.NodeFlags.GlobalAugmentation) === 0;
}

function importedBy(ts: TS, { importClause }: TypeScript.ImportDeclaration): Declared[] {
  if (!importClause) return [];
  const { namedBindings: bindings, isTypeOnly } = importClause;
  const named = bindings && (ts.isNamespaceImport(bindings) ? [bindings] : bindings.elements);
  return [importClause, ...(named ?? [])].flatMap((each): Declared[] => {
    if (!each.name) return [];
    const typeOnly = isTypeOnly || (ts.isImportSpecifier(each) && each.isTypeOnly);
    return [{ name: each.name.text, kind: typeOnly ? "type" : "both" }];
  });
}

function boundNames(ts: TS, name: TypeScript.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(ts, element.name) : []));
}

/** Names whose own declarations export them. */
function exportedHere(ts: TS, file: TypeScript.SourceFile): Set<string> {
  const exported = file.statements.filter(
    (node) => ts.canHaveModifiers(node) && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword),
  );
  const unedited = new TextEdits("");
  return new Set(
    exported.flatMap((node) => writeStatement(ts, node, unedited, () => true, file)).map(({ name }) => name),
  );
}

/** What several names stand for at once is none of their values. */
function exportOfValue(
  ts: TS,
  last: TypeScript.Statement | undefined,
  declared: readonly Declared[],
): string | undefined {
  if (!last || isTypeDeclaration(ts, last)) return undefined;
  if (ts.isImportDeclaration(last) || ts.isImportEqualsDeclaration(last)) return undefined;
  const variable = ts.isVariableStatement(last) ? last.declarationList.declarations.at(-1) : undefined;
  if (variable && !ts.isIdentifier(variable.name)) return undefined;
  return declarationOf(ts, last).length > 0 || variable || ts.isExpressionStatement(last)
    ? declared.at(-1)?.name
    : undefined;
}

type TypeDeclaration = TypeScript.InterfaceDeclaration | TypeScript.TypeAliasDeclaration;

/** Declares a type, and no value. */
export function isTypeDeclaration(ts: TS, node: TypeScript.Node): node is TypeDeclaration {
  return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
}

function typesAtEnd(ts: TS, { statements }: TypeScript.SourceFile): string[] {
  const before = statements.findLastIndex((node) => !isTypeDeclaration(ts, node));
  const names = statements.slice(before + 1).map((node) => (node as TypeDeclaration).name.text);
  return [...new Set(names)];
}

function identifiers(ts: TS, file: TypeScript.SourceFile): Set<string> {
  const found = new Set<string>();
  const visit = (node: TypeScript.Node): void => {
    if (ts.isIdentifier(node)) found.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
