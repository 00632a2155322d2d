import type * as TypeScript from "typescript";
import type { TextEdits } from "./text-edits.js";

type TS = typeof TypeScript;

/** What may be a promise; all else keeps the place in which TypeScript infers best. */
export function awaitValue(ts: TS, node: TypeScript.Expression, edits: TextEdits): void {
  const may = mayBePromise(ts, node);
  if (may) edits.insert(node.getStart(), "await (");
  awaitAssigned(ts, node, edits);
  if (may) edits.insert(node.end, ")");
}

/** What is assigned inside an expression is awaited before it is. */
export function awaitAssigned(ts: TS, node: TypeScript.Expression, edits: TextEdits): void {
  const inner = unwrapped(ts, node);
  if (!ts.isBinaryExpression(inner)) return;
  const { kind } = inner.operatorToken;
  const { FirstAssignment, LastAssignment, CommaToken } = ts.SyntaxKind;
  const assigns = kind >= FirstAssignment && kind <= LastAssignment;
  if (assigns && (ts.isIdentifier(inner.left) || calls(ts, inner.right))) awaitValue(ts, inner.right, edits);
  if (kind !== CommaToken) return;
  awaitAssigned(ts, inner.left, edits);
  awaitAssigned(ts, inner.right, edits);
}

/** What a member is given stays as it is where nothing is called. */
function calls(ts: TS, node: TypeScript.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node)) return true;
  return ts.forEachChild(node, (child) => calls(ts, child)) ?? false;
}

function mayBePromise(ts: TS, node: TypeScript.Expression): boolean {
  const inner = unwrapped(ts, node);
  if (ts.isConditionalExpression(inner)) return mayBePromise(ts, inner.whenTrue) || mayBePromise(ts, inner.whenFalse);
  if (ts.isBinaryExpression(inner)) return mayGivePromise(ts, inner);
  return (
    ts.isCallExpression(inner) ||
    ts.isIdentifier(inner) ||
    ts.isPropertyAccessExpression(inner) ||
    ts.isElementAccessExpression(inner) ||
    ts.isTaggedTemplateExpression(inner) ||
    ts.isNewExpression(inner)
  );
}

/** Of the operators these give one of their operands. */
function mayGivePromise(ts: TS, { left, operatorToken, right }: TypeScript.BinaryExpression): boolean {
  const { AmpersandAmpersandToken, BarBarToken, CommaToken, QuestionQuestionToken } = ts.SyntaxKind;
  if (operatorToken.kind === CommaToken) return mayBePromise(ts, right);
  const chooses = [AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken].some(
    (kind) => kind === operatorToken.kind,
  );
  return chooses && (mayBePromise(ts, left) || mayBePromise(ts, right));
}

/** An expression without parentheses and assertions around it. */
export function unwrapped(ts: TS, node: TypeScript.Expression): TypeScript.Expression {
  const outer =
    ts.isParenthesizedExpression(node) ||
    ts.isAssertionExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node);
  return outer ? unwrapped(ts, node.expression) : node;
}
