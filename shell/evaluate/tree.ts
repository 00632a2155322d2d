/** A node of the parser's tree (ESTree). Only the fields that are read are named. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: any;
}

export interface Program extends Node {
  readonly body: readonly Node[];
}

/** The direct children of a node, in the order of its fields. */
export function children(node: Node): Node[] {
  const found: Node[] = [];
  for (const field in node) {
    const value: unknown = node[field];
    if (isNode(value)) found.push(value);
    else if (Array.isArray(value)) for (const each of value) if (isNode(each)) found.push(each);
  }
  return found;
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}

export function isFunction(node: Node): boolean {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}

type Visit = (node: Node) => unknown;

/** Calls `visit` for a node and what stands below it, not entering where `visit` answers false. */
export function walk(node: Node, visit: Visit): void {
  const left = [node];
  for (let each = left.pop(); each; each = left.pop())
    if (visit(each) !== false) left.push(...children(each).reverse());
}

/** As {@link walk}, keeping out of functions and class bodies: what runs when the statement runs. */
export function walkOwn(node: Node, visit: Visit): void {
  walk(node, (each) => (isFunction(each) || each.type === "ClassBody" ? false : visit(each)));
}

/** True when running the node itself may have to wait. */
export function awaits(node: Node): boolean {
  return someOwn(node, ({ type, await: waits }) => type === "AwaitExpression" || (type === "ForOfStatement" && waits));
}

export function someOwn(node: Node, test: (node: Node) => boolean): boolean {
  let found = false;
  walkOwn(node, (each) => {
    found ||= test(each);
    return !found;
  });
  return found;
}

/** The names that a pattern binds, from left to right. */
export function boundNames(pattern: Node): string[] {
  if (pattern.type === "Identifier") return [pattern.name];
  if (pattern.type === "AssignmentPattern") return boundNames(pattern.left);
  if (pattern.type === "RestElement") return boundNames(pattern.argument);
  if (pattern.type === "Property") return boundNames(pattern.value);
  if (pattern.type === "ObjectPattern") return pattern.properties.flatMap(boundNames);
  if (pattern.type === "ArrayPattern") return pattern.elements.filter(isNode).flatMap(boundNames);
  return [];
}
