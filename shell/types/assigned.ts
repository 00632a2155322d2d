import type * as TypeScript from "typescript";

type TS = typeof TypeScript;

/** The names that an expression assigns when it runs: `a`, `b` and `c` of `[a, { b }] = c = value`. */
export function assignedNames(ts: TS, expression: TypeScript.Expression): string[] {
  const names = new Set<string>();
  const visit = (node: TypeScript.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken)
      for (const name of targets(ts, node.left)) names.add(name);
    ts.forEachChild(node, visit);
  };
  visit(expression);
  return [...names];
}

function targets(ts: TS, node: TypeScript.Node): string[] {
  if (ts.isIdentifier(node)) return [node.text];
  if (ts.isParenthesizedExpression(node) || ts.isSpreadElement(node) || ts.isSpreadAssignment(node))
    return targets(ts, node.expression);
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((each) => targets(ts, each));
  if (ts.isObjectLiteralExpression(node)) return node.properties.flatMap((each) => targets(ts, each));
  if (ts.isShorthandPropertyAssignment(node)) return [node.name.text];
  if (ts.isPropertyAssignment(node)) return targets(ts, node.initializer);
  // A default, which is an assignment of its own where it stands alone.
  return ts.isBinaryExpression(node) ? targets(ts, node.left) : [];
}
