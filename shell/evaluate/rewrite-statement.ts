import { type Source, thunk, unwrap } from "./step.js";
import { boundNames, isFunction, type Node, someOwn, walk, walkOwn } from "./tree.js";
import { SOURCE } from "./typed-names.js";

/** Everything that is not a declaration: expressions are awaited, and so is what another statement leaves as its value. */
export function rewriteStatement(source: Source, node: Node): void {
  const expression = node.type === "ExpressionStatement" ? unwrap(node.expression) : undefined;
  if (node.type === "EmptyStatement") source.text.remove(node.start, node.end);
  else if (!expression) rewriteControl(source, node);
  else if (isPlainAssignment(expression)) rewriteAssignment(source, node, expression);
  else rewriteExpression(source, node, expression);
}

/** Assignments to members, and those that read before they write, stay expressions. */
function isPlainAssignment({ type, operator, left }: Node): boolean {
  return type === "AssignmentExpression" && operator === "=" && left.type !== "MemberExpression";
}

function rewriteExpression(source: Source, node: Node, expression: Node): void {
  const waits = awaitAssigned(source, expression);
  const index = thunk(source, node.expression, { from: node.start, to: node.end, waits });
  source.steps.push({ do: "value", thunk: index, awaited: true, assigns: assignedNames(node) });
}

/** The right-hand side is awaited before it is bound, as a declaration's is. */
function rewriteAssignment(source: Source, node: Node, { left, right }: Node): void {
  const assigns = assignedNames(node);
  const waits = awaitAssigned(source, unwrap(right));
  if (isEnum(left, right) && source.steps.some((step) => step.do === "bind" && step.name === left.name)) {
    const index = thunk(source, right, { from: node.start, to: node.end });
    source.steps.push({ do: "bind", kind: "const", name: left.name, thunk: index });
  } else if (left.type === "Identifier") {
    const index = thunk(source, right, { from: node.start, to: node.end, name: left.name, waits });
    const others = assigns.filter((name) => name !== left.name);
    source.steps.push({ do: "assign", name: left.name, thunk: index, assigns: others });
  } else {
    const tail = ` = ${SOURCE}); return [];`;
    const pattern = thunk(source, left, { from: node.start, to: right.start, head: "(", tail });
    const index = thunk(source, right, { from: right.start, to: node.end, waits });
    const typed = source.code.slice(right.start, right.end);
    source.steps.push({ do: "reassign", pattern, typed, thunk: index, assigns });
  }
}

/**
 * What an enum becomes: `var E = function (E) { … }(E || {})`, an assignment when it is added to, and
 * `let E = function (E) { … }({})` when it is exported.
 */
export function isEnum(id: Node, init: Node): boolean {
  if (init.type !== "CallExpression" || init.callee.type !== "FunctionExpression") return false;
  const [argument] = init.arguments;
  const own = argument?.type === "LogicalExpression" && argument.left.name === id.name ? argument.right : argument;
  return init.callee.params[0]?.name === id.name && own?.type === "ObjectExpression" && own.properties.length === 0;
}

/** Awaits what a call gives to an assignment inside an expression. Answers whether anything waits. */
function awaitAssigned(source: Source, node: Node): boolean {
  if (node.type === "SequenceExpression")
    return node.expressions.map((each: Node) => awaitAssigned(source, unwrap(each))).includes(true);
  if (node.type !== "AssignmentExpression") return false;
  const right = unwrap(node.right);
  if (right.type === "AssignmentExpression") return awaitAssigned(source, right);
  if (!someOwn(right, ({ type }) => /^(Call|New|TaggedTemplate|Import)Expression$/.test(type))) return false;
  source.text.prependRight(node.right.start, "await (").appendLeft(node.right.end, ")");
  return true;
}

/** Remembers the value of the last expression that ran, which is what a statement is worth. */
function rewriteControl(source: Source, node: Node): void {
  rewriteNestedVars(source, node);
  recordValues(source, node);
  const index = thunk(source, node, {
    from: node.start,
    to: node.end,
    head: "let $iexResult; ",
    tail: " return [$iexResult];",
  });
  source.steps.push({ do: "value", thunk: index, awaited: true, assigns: assignedNames(node) });
}

/** A `var` inside a statement belongs to the whole prompt: it becomes an assignment to a declared name. */
function rewriteNestedVars(source: Source, statement: Node): void {
  walkOwn(statement, (node) => {
    if (/^For(In|Of)Statement$/.test(node.type)) rewriteLoopVar(source, node.left);
    if (node.type !== "VariableDeclaration" || node.kind !== "var") return;
    for (const name of node.declarations.flatMap(({ id }: Node) => boundNames(id))) source.vars.add(name);
    if (!isLoopVar(statement, node)) rewriteVar(source, node);
  });
}

function rewriteVar({ text }: Source, node: Node): void {
  const declarators: Node[] = node.declarations;
  for (const { id, init } of declarators) if (!init) text.overwrite(id.start, id.end, "void 0");
  text.overwrite(node.start, declarators[0]!.start, "(").appendLeft(declarators.at(-1)!.end, ")");
}

function rewriteLoopVar({ text }: Source, left: Node): void {
  if (left.type === "VariableDeclaration" && left.kind === "var") text.remove(left.start, left.declarations[0].start);
}

function isLoopVar(statement: Node, declaration: Node): boolean {
  return someOwn(statement, ({ type, left }) => /^For(In|Of)Statement$/.test(type) && left === declaration);
}

/** What `finally` evaluates does not count. */
function recordValues(source: Source, statement: Node): void {
  walk(statement, (node) => {
    if (isFunction(node) || node.type === "ClassBody") return false;
    if (node.type === "TryStatement") {
      recordValues(source, node.block);
      if (node.handler) recordValues(source, node.handler);
      return false;
    }
    if (node !== statement && /^(If|For|ForIn|ForOf|While|DoWhile|Switch)Statement$/.test(node.type))
      resetValue(source, statement, node);
    if (node.type === "ExpressionStatement") record(source, node.expression);
    return true;
  });
}

function record({ text }: Source, { start, end }: Node): void {
  text.prependRight(start, "$iexResult = (").appendLeft(end, ")");
}

/** A statement that evaluates nothing is worth nothing, whatever ran before it. */
function resetValue({ text }: Source, statement: Node, node: Node): void {
  let inList = false;
  walk(statement, ({ type, body, consequent }) => {
    inList ||=
      (type === "BlockStatement" && body.includes(node)) || (type === "SwitchCase" && consequent.includes(node));
    return !inList;
  });
  if (inList) text.prependRight(node.start, "$iexResult = void 0; ");
}

/** Names that the statement itself assigns and nothing inside it declares: unknown ones become variables. */
function assignedNames(statement: Node): string[] {
  const assigned: string[] = [];
  const declared = new Set<string>();
  walkOwn(statement, (node) => {
    if (node.type === "AssignmentExpression" && node.operator === "=") assigned.push(...boundNames(node.left));
    if (/^For(In|Of)Statement$/.test(node.type) && node.left.type !== "VariableDeclaration")
      assigned.push(...boundNames(node.left));
    if (node.type === "VariableDeclaration")
      for (const { id } of node.declarations) for (const name of boundNames(id)) declared.add(name);
    if (node.type === "ClassDeclaration") declared.add(node.id.name);
    if (node.type === "CatchClause" && node.param) for (const name of boundNames(node.param)) declared.add(name);
  });
  return [...new Set(assigned)].filter((name) => !declared.has(name));
}
