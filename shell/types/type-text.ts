import type * as TypeScript from "typescript";
import { unwrapped } from "./awaiting.js";
import type { Draft } from "./draft.js";
import type { Answer, Typed } from "./protocol.js";
import { isTypeDeclaration, VALUE } from "./snippet-module.js";

type TS = typeof TypeScript;

/** The type of the expression that a draft is; of a module the types that it declares. */
export function typeAt(ts: TS, draft: Draft): Answer {
  const { checker, file } = draft;
  const symbol = namedSymbol(ts, draft);
  if (symbol && (symbol.flags & ts.SymbolFlags.Value) === 0) return declarationsOf(ts, symbol, checker);
  if (symbol && (symbol.flags & ts.SymbolFlags.ValueModule) !== 0) return typesIn(ts, symbol, checker);
  const value = checker.getSymbolAtLocation(file)?.exports?.get(VALUE as TypeScript.__String);
  if (!value) return { problem: "it is not an expression" };
  const type = checker.getTypeOfSymbol(value);
  const { NoTruncation, UseAliasDefinedOutsideCurrentScope } = ts.TypeFormatFlags;
  return { type: checker.typeToString(type, file, NoTruncation | UseAliasDefinedOutsideCurrentScope) };
}

/** What a path such as `Node.spawnLink` stands for, when the draft is one. */
export function namedSymbol(ts: TS, draft: Draft): TypeScript.Symbol | undefined {
  const { checker } = draft;
  const initializer = valueIn(ts, draft);
  const path = initializer && pathIn(ts, initializer);
  if (!path) return undefined;
  const found = checker.getSymbolAtLocation(ts.isIdentifier(path) ? path : path.name) ?? typeNamed(ts, path, checker);
  const symbol = found && aliased(ts, found, checker);
  const meant = symbol && typeQueried(ts, symbol, checker);
  return meant ? aliased(ts, meant, checker) : symbol;
}

/** What is declared as `typeof import("file").name`, whatever it has beside, stands for that. */
function typeQueried(
  ts: TS,
  symbol: TypeScript.Symbol,
  checker: TypeScript.TypeChecker,
): TypeScript.Symbol | undefined {
  const node = symbol.valueDeclaration;
  const type = node && (ts.isVariableDeclaration(node) || ts.isPropertySignature(node)) ? node.type : undefined;
  const first = type && ts.isIntersectionTypeNode(type) ? type.types[0] : type;
  if (!first || !ts.isImportTypeNode(first) || !first.isTypeOf) return undefined;
  if (first.qualifier) return checker.getSymbolAtLocation(first.qualifier);
  return ts.isLiteralTypeNode(first.argument) ? checker.getSymbolAtLocation(first.argument.literal) : undefined;
}

/** How the type is declared whose name a draft is. */
export function declarationAt(ts: TS, draft: Draft): Answer {
  const symbol = namedSymbol(ts, draft);
  return symbol ? declarationsOf(ts, symbol, draft.checker) : { problem: "it is not a type" };
}

/**
 * True for the name of a type.
 *
 * @param hasNoValue whether its value, where it has one, is out of reach
 */
export function isType(ts: TS, draft: Draft, hasNoValue: boolean): boolean {
  const symbol = namedSymbol(ts, draft);
  if (symbol === undefined || (symbol.flags & ts.SymbolFlags.Type) === 0) return false;
  return hasNoValue || (symbol.flags & ts.SymbolFlags.Value) === 0;
}

/** True for `Map<string, number>`, which as an expression is what makes such maps. */
export function isInstantiation(ts: TS, draft: Draft): boolean {
  const initializer = valueIn(ts, draft);
  return initializer !== undefined && ts.isExpressionWithTypeArguments(awaited(ts, initializer));
}

/** A text, read as a type. */
export function typeReading({ text, folder }: Typed): Typed {
  const prefix = `type ${WRITTEN} = `;
  return { text, folder, readings: [{ source: prefix + text, shift: prefix.length }] };
}

const WRITTEN = "$type";

/** The type that a draft from `typeReading` is. */
export function typeWritten(ts: TS, { file, checker }: Draft): Answer {
  const node = file.statements.filter(ts.isTypeAliasDeclaration).find(({ name }) => name.text === WRITTEN);
  return node ? { type: meaning(ts, node, checker) } : { problem: "it is not a type" };
}

/** The last expression of a draft. */
function valueIn(ts: TS, { file, module }: Draft): TypeScript.Expression | undefined {
  if (module.value !== VALUE) return undefined;
  const last = file.statements.find((node) => ts.isVariableStatement(node) && hasName(ts, node, VALUE));
  return last && (last as TypeScript.VariableStatement).declarationList.declarations[0]?.initializer;
}

function hasName(ts: TS, { declarationList }: TypeScript.VariableStatement, name: string): boolean {
  return declarationList.declarations.some((each) => ts.isIdentifier(each.name) && each.name.text === name);
}

function pathIn(
  ts: TS,
  node: TypeScript.Expression,
): TypeScript.Identifier | TypeScript.PropertyAccessExpression | undefined {
  const inner = awaited(ts, node);
  if (ts.isIdentifier(inner)) return inner;
  return ts.isPropertyAccessExpression(inner) && pathIn(ts, inner.expression) ? inner : undefined;
}

function awaited(ts: TS, node: TypeScript.Expression): TypeScript.Expression {
  const inner = unwrapped(ts, node);
  return ts.isAwaitExpression(inner) ? unwrapped(ts, inner.expression) : inner;
}

/** `GenServer.Behaviour` is a type: it has no place among values. */
function typeNamed(
  ts: TS,
  path: TypeScript.Identifier | TypeScript.PropertyAccessExpression,
  checker: TypeScript.TypeChecker,
): TypeScript.Symbol | undefined {
  if (ts.isIdentifier(path))
    return checker
      .getSymbolsInScope(path, ts.SymbolFlags.Type | ts.SymbolFlags.Alias)
      .find(({ name }) => name === path.text);
  const parent = pathIn(ts, path.expression);
  const symbol = parent && checker.getSymbolAtLocation(ts.isIdentifier(parent) ? parent : parent.name);
  const holder = symbol && aliased(ts, symbol, checker);
  if (!holder || (holder.flags & ts.SymbolFlags.ValueModule) === 0) return undefined;
  return checker.getExportsOfModule(holder).find(({ name }) => name === path.name.text);
}

/** The types of these names that a draft declares, each as `t` prints it. */
export function typesDeclared(ts: TS, { file, checker }: Draft, names: readonly string[]): string[] {
  const symbol = checker.getSymbolAtLocation(file);
  const exported = symbol ? checker.getExportsOfModule(symbol) : [];
  return names.flatMap((name) => {
    const found = exported.find((each) => each.name === name);
    const answer = found && declarationsOf(ts, aliased(ts, found, checker), checker);
    return answer && "type" in answer ? [answer.type] : [];
  });
}

function declarationsOf(ts: TS, symbol: TypeScript.Symbol, checker: TypeScript.TypeChecker): Answer {
  const types = symbol.declarations?.filter((node) => isTypeDeclaration(ts, node)) ?? [];
  const declarations = types.length > 0 ? types : (symbol.declarations ?? []);
  const texts = declarations.map((node) =>
    ts.isTypeAliasDeclaration(node) ? aliasText(ts, node, checker) : declarationText(ts, node),
  );
  return texts.length > 0 ? { type: texts.join("\n\n") } : { problem: "it is declared nowhere" };
}

/** The longest type that is printed on one line, in characters. */
const LONGEST = 80;

/** What a name stands for, rather than how that was said. */
function aliasText(ts: TS, node: TypeScript.TypeAliasDeclaration, checker: TypeScript.TypeChecker): string {
  const parameters = node.typeParameters?.map((each) => each.getText()).join(", ");
  const head = `type ${node.name.text}${parameters ? `<${parameters}>` : ""} = `;
  return head + meaning(ts, node, checker, head.length);
}

function meaning(ts: TS, node: TypeScript.TypeAliasDeclaration, checker: TypeScript.TypeChecker, column = 0): string {
  const { NoTruncation, UseAliasDefinedOutsideCurrentScope, InTypeAlias, MultilineObjectLiterals } =
    ts.NodeBuilderFlags;
  const flags = NoTruncation | UseAliasDefinedOutsideCurrentScope | InTypeAlias;
  const type = keysOf(ts, checker.getTypeAtLocation(node.name));
  const line = checker.typeToString(type, node, flags as number);
  if (column + line.length <= LONGEST) return line;
  const written = checker.typeToTypeNode(type, node, flags | MultilineObjectLiterals);
  if (!written) return line;
  const text = ts.createPrinter().printNode(ts.EmitHint.Unspecified, written, node.getSourceFile());
  return text.replace(/^( +)/gm, (indent) => indent.slice(indent.length / 2)).replace(/;$/, "");
}

/** A union remembers that it was written as `keyof Shape`, and would print so: one that does not has its members. */
function keysOf(ts: TS, type: TypeScript.Type): TypeScript.Type {
  const { origin } = type as Written;
  if (!origin || !hasKeyof(ts, origin)) return type;
  return Object.assign(Object.create(Object.getPrototypeOf(type) as object), type, { origin: undefined });
}

type Written = TypeScript.Type & { readonly origin?: TypeScript.Type };

function hasKeyof(ts: TS, origin: TypeScript.Type): boolean {
  if ((origin.flags & ts.TypeFlags.Index) !== 0) return true;
  return origin.isUnion() && origin.types.some((each) => hasKeyof(ts, (each as Written).origin ?? each));
}

/** What an import or an export stands for; a value may share its name with the import of a type. */
export function aliased(ts: TS, symbol: TypeScript.Symbol, checker: TypeScript.TypeChecker): TypeScript.Symbol {
  const { Alias, Value } = ts.SymbolFlags;
  return (symbol.flags & (Alias | Value)) === Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** As it was written, without comments of its own and without `export`. */
export function declarationText(ts: TS, node: TypeScript.Declaration): string {
  const text = ts.isTypeParameterDeclaration(node) ? node.name.text : node.getText();
  return text.replace(/^(export|declare|default)\s+/gm, "").replace(/;$/, "");
}

function typesIn(ts: TS, module: TypeScript.Symbol, checker: TypeScript.TypeChecker): Answer {
  const texts = checker.getExportsOfModule(module).flatMap((exported) => {
    const symbol = aliased(ts, exported, checker);
    if ((symbol.flags & (ts.SymbolFlags.TypeAlias | ts.SymbolFlags.Interface)) === 0) return [];
    const answer = declarationsOf(ts, symbol, checker);
    return "type" in answer ? [answer.type] : [];
  });
  return texts.length > 0 ? { type: texts.join("\n\n") } : { problem: "the module declares none" };
}
