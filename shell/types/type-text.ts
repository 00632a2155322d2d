import type * as TypeScript from "typescript";
import type { Draft } from "./draft.js";
import type { Answer } from "./protocol.js";
import { unwrapped, VALUE } from "./snippet-module.js";

type TS = typeof TypeScript;

/** The type of the expression that a draft is; of a type's name its declaration; of a module its types. */
export function typeAt(ts: TS, draft: Draft): Answer {
  const { checker, file } = draft;
  const symbol = namedSymbol(ts, draft);
  if (symbol && (symbol.flags & ts.SymbolFlags.Value) === 0) return declarationsOf(ts, symbol);
  if (symbol && (symbol.flags & ts.SymbolFlags.ValueModule) !== 0) return typesIn(ts, symbol, checker);
  const value = checker.getSymbolAtLocation(file)?.exports?.get(VALUE as TypeScript.__String);
  if (!value) return { problem: "it is not an expression" };
  const type = checker.getTypeOfSymbol(value);
  const { NoTruncation, UseAliasDefinedOutsideCurrentScope } = ts.TypeFormatFlags;
  return { type: checker.typeToString(type, file, NoTruncation | UseAliasDefinedOutsideCurrentScope) };
}

/** What a path such as `Node.spawnLink` stands for, when the draft is one. */
export function namedSymbol(ts: TS, { file, checker, module }: Draft): TypeScript.Symbol | undefined {
  if (module.value !== VALUE) return undefined;
  const last = file.statements.find((node) => ts.isVariableStatement(node) && hasName(ts, node, VALUE));
  const initializer = last && (last as TypeScript.VariableStatement).declarationList.declarations[0]?.initializer;
  const path = initializer && pathIn(ts, initializer);
  if (!path) return undefined;
  const found = checker.getSymbolAtLocation(ts.isIdentifier(path) ? path : path.name) ?? typeNamed(ts, path, checker);
  return found && (found.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(found) : found;
}

/** True for the name of a type, which has no value. */
export function isType(ts: TS, draft: Draft): boolean {
  const symbol = namedSymbol(ts, draft);
  return (
    symbol !== undefined && (symbol.flags & ts.SymbolFlags.Value) === 0 && (symbol.flags & ts.SymbolFlags.Type) !== 0
  );
}

function hasName(ts: TS, { declarationList }: TypeScript.VariableStatement, name: string): boolean {
  return declarationList.declarations.some((each) => ts.isIdentifier(each.name) && each.name.text === name);
}

function pathIn(
  ts: TS,
  node: TypeScript.Expression,
): TypeScript.Identifier | TypeScript.PropertyAccessExpression | undefined {
  const inner = ts.isAwaitExpression(node) ? unwrapped(ts, node.expression) : unwrapped(ts, node);
  if (ts.isIdentifier(inner)) return inner;
  return ts.isPropertyAccessExpression(inner) && pathIn(ts, inner.expression) ? inner : undefined;
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
  const holder = symbol && (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
  if (!holder || (holder.flags & ts.SymbolFlags.ValueModule) === 0) return undefined;
  return checker.getExportsOfModule(holder).find(({ name }) => name === path.name.text);
}

function declarationsOf(ts: TS, symbol: TypeScript.Symbol): Answer {
  const declarations = symbol.declarations?.map((node) => declarationText(ts, node)) ?? [];
  return declarations.length > 0 ? { type: declarations.join("\n\n") } : { problem: "it is declared nowhere" };
}

/** As it was written, without comments of its own and without `export`. */
export function declarationText(ts: TS, node: TypeScript.Declaration): string {
  const text = ts.isTypeParameterDeclaration(node) ? node.name.text : node.getText();
  return text.replace(/^(export|declare|default)\s+/gm, "").replace(/;$/, "");
}

function typesIn(ts: TS, module: TypeScript.Symbol, checker: TypeScript.TypeChecker): Answer {
  const texts = checker.getExportsOfModule(module).flatMap((exported) => {
    const symbol = (exported.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(exported) : exported;
    if ((symbol.flags & (ts.SymbolFlags.TypeAlias | ts.SymbolFlags.Interface)) === 0) return [];
    const answer = declarationsOf(ts, symbol);
    return "type" in answer ? [answer.type] : [];
  });
  return texts.length > 0 ? { type: texts.join("\n\n") } : { problem: "the module declares none" };
}
