import type * as TypeScript from "typescript";
import type { Draft } from "./draft.js";
import type { Documentation } from "./protocol.js";
import { aliased, declarationText, namedSymbol } from "./type-text.js";

type TS = typeof TypeScript;

/** What the comments say of the name that a draft is. */
export function documentationAt(ts: TS, draft: Draft): Documentation | undefined {
  const symbol = namedSymbol(ts, draft);
  if (!symbol || isBare(ts, symbol)) return undefined;
  const text = textOf(ts, symbol, draft.checker);
  return { signatures: signaturesOf(ts, symbol, draft), text: text === "" ? contentsOf(ts, symbol, draft) : text };
}

/** True for `undefined`, which no file declares. */
function isBare(ts: TS, { declarations = [], flags }: TypeScript.Symbol): boolean {
  return declarations.length === 0 && (flags & ts.SymbolFlags.ValueModule) === 0;
}

/** A module of which nothing is said has functions of which something may be. */
function contentsOf(ts: TS, symbol: TypeScript.Symbol, { checker }: Draft): string {
  if ((symbol.flags & ts.SymbolFlags.ValueModule) === 0) return "";
  const functions = checker
    .getExportsOfModule(symbol)
    .filter((exported) => checker.getTypeOfSymbol(aliased(ts, exported, checker)).getCallSignatures().length > 0)
    .map(({ name }) => `\`${name}\``);
  return functions.length > 0 ? `Functions: ${functions.join(", ")}` : "";
}

/** The interfaces that describe what a module of callbacks is made of. */
const CALLBACKS = /^(Behaviour|Callbacks)$/;

/** The callbacks of a behaviour: of the module that is one, or of the interface itself. */
export function callbacksAt(ts: TS, draft: Draft): Documentation[] | undefined {
  const { checker } = draft;
  const symbol = namedSymbol(ts, draft);
  if (!symbol) return undefined;
  const isModule = (symbol.flags & ts.SymbolFlags.ValueModule) !== 0;
  const found = isModule ? checker.getExportsOfModule(symbol).find(({ name }) => CALLBACKS.test(name)) : symbol;
  const type = found && aliased(ts, found, checker);
  const declarations = type?.declarations?.filter(ts.isInterfaceDeclaration) ?? [];
  return declarations
    .flatMap(({ members }) => [...members])
    .map((member) => ({ signatures: [declarationText(ts, member)], text: commentOf(ts, member, checker) }));
}

function commentOf(ts: TS, node: TypeScript.TypeElement, checker: TypeScript.TypeChecker): string {
  const symbol = node.name && checker.getSymbolAtLocation(node.name);
  return symbol ? textOf(ts, symbol, checker) : "";
}

function signaturesOf(ts: TS, symbol: TypeScript.Symbol, { checker, file }: Draft): string[] {
  if ((symbol.flags & ts.SymbolFlags.ValueModule) !== 0) return [];
  if ((symbol.flags & ts.SymbolFlags.Value) === 0)
    return (symbol.declarations ?? []).map((node) => declarationText(ts, node));
  const { NoTruncation, UseAliasDefinedOutsideCurrentScope } = ts.TypeFormatFlags;
  const flags = NoTruncation | UseAliasDefinedOutsideCurrentScope;
  const type = checker.getTypeOfSymbol(symbol);
  const calls = type.getCallSignatures().map((each) => checker.signatureToString(each, file, flags));
  const made = type
    .getConstructSignatures()
    .map((each) => `new ${symbol.name}${checker.signatureToString(each, file, flags)}`);
  if (calls.length + made.length === 0) return [`${symbol.name}: ${checker.typeToString(type, file, flags)}`];
  return [...calls.map((call) => symbol.name + call), ...made];
}

/** The comment with its tags, as Markdown; of a file the comment that it begins with. */
function textOf(ts: TS, symbol: TypeScript.Symbol, checker: TypeScript.TypeChecker): string {
  const file = symbol.declarations?.find(ts.isSourceFile);
  if (file) return fileComment(ts, file);
  const comment = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const tags = symbol.getJsDocTags(checker).map(({ name, text }) => tagText(name, ts.displayPartsToString(text)));
  return [comment, ...tags].filter((part) => part !== "").join("\n\n");
}

function tagText(name: string, text: string): string {
  if (name === "param") return `* \`${text.replace(/^(\S+)\s*(-\s+)?/, "$1` ")}`.trimEnd();
  if (name === "example") return `Example:\n\n${/^\s*```/m.test(text) ? text : text.replace(/^/gm, "    ")}`;
  if (name === "returns" || name === "throws") return `${name === "returns" ? "Returns" : "Throws"}: ${text}`;
  return name === "internal" ? "" : `${name}: ${text}`;
}

function fileComment(ts: TS, file: TypeScript.SourceFile): string {
  const [range] = ts.getLeadingCommentRanges(file.text, 0) ?? [];
  const comment = range ? file.text.slice(range.pos, range.end) : "";
  if (!comment.startsWith("/**")) return "";
  return comment
    .replace(/^\/\*\*|\*\/$/g, "")
    .replace(/^[ \t]*\* ?/gm, "")
    .replace(/@packageDocumentation/, "")
    .trim();
}
