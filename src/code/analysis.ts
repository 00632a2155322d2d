import { freeIdentifiers, parseExpression, type Syntax, walk } from "./syntax.js";

/** What a function's source says about it. */
export interface Analysis {
  /** An expression whose value is the function, or class, once the free names have values. */
  readonly text: string;
  /** What `text` makes: a getter or setter stands in an object that must be taken apart. */
  readonly kind: "function" | "class" | "get" | "set";
  readonly free: readonly string[];
  /** Of free names that are used as `name.member` only: the members. */
  readonly members: ReadonlyMap<string, readonly string[]>;
  /** The name that the source itself gives the function. */
  readonly name: string | undefined;
  /** True when instances have fields that nobody else can read. */
  readonly hasPrivate: boolean;
  /** Why the function cannot travel, if it cannot. */
  readonly refusal: string | undefined;
}

/** The name that stands for `import` in a function that travels. */
export const IMPORT = "$iexImport";
/** The name that stands for what a class extends. */
export const HERITAGE = "$iexHeritage";

const LIMIT = 2000;
const bySource = new Map<string, Analysis>();
const byFunction = new WeakMap<object, Analysis>();

/** Reads a function's source. The answers are kept: for the function, and for as many sources as fit. */
export function analyse(fn: object): Analysis {
  let found = byFunction.get(fn);
  if (!found) byFunction.set(fn, (found = analyseSource(Function.prototype.toString.call(fn))));
  return found;
}

function analyseSource(source: string): Analysis {
  let found = bySource.get(source);
  if (!found) {
    if (bySource.size >= LIMIT) bySource.delete(bySource.keys().next().value as string);
    bySource.set(source, (found = read(source)));
  }
  return found;
}

function read(source: string): Analysis {
  const normal = normalise(source);
  if (typeof normal === "string") return refused(normal);
  const { node, kind, text, method } = normal;
  const refusal = refusalOf(node, method);
  if (refusal) return refused(refusal);
  const heritage = node.superClass as Syntax | undefined;
  const isHeritage = ({ start }: Syntax) => heritage && start >= heritage.start && start < heritage.end;
  const free = freeIdentifiers(program(node)).filter(
    (found) => found.name !== "arguments" && found.name !== IMPORT && !isHeritage(found),
  );
  const names = [...new Set(free.map(({ name }) => name as string))];
  const changed = rewriteText(text, node);
  const name = kind === "get" || kind === "set" || method ? undefined : node.id?.name;
  return {
    text: changed,
    kind,
    free: names,
    members: membersOf(node, free),
    name,
    hasPrivate: hasPrivate(node),
    refusal: undefined,
  };
}

function refused(refusal: string): Analysis {
  return { text: "", kind: "function", free: [], members: new Map(), name: undefined, hasPrivate: false, refusal };
}

interface Normal {
  /** The function or class. */
  readonly node: Syntax;
  readonly kind: Analysis["kind"];
  /** The expression that `node` is part of. */
  readonly text: string;
  readonly method: boolean;
}

/** A method's source is no expression: it becomes a property of an object with a name that needs no scope. */
function normalise(source: string): Normal | string {
  const wrapped = `(${source})`;
  try {
    const node = parseExpression(wrapped);
    return { node, kind: node.type === "ClassExpression" ? "class" : "function", text: wrapped, method: false };
  } catch {
    return asMethod(source);
  }
}

function asMethod(source: string): Normal | string {
  try {
    const property = parseExpression(`({${source}})`).properties[0] as Syntax;
    const value = property.value as Syntax;
    const kind = property.kind === "init" ? "function" : (property.kind as "get" | "set");
    const prefix = kind === "function" ? `${value.async ? "async " : ""}${value.generator ? "*" : ""}` : `${kind} `;
    const text = `({${prefix}["it"]${source.slice(value.start - 2)}})`;
    const node = parseExpression(text).properties[0].value as Syntax;
    return { node, kind, text, method: true };
  } catch {
    return /\[native code\]\s*\}$/.test(source)
      ? "a native function that has no name every node knows"
      : "its source cannot be read by itself (a private method, or import.meta or super in it): wrap it in an arrow function";
  }
}

function program(node: Syntax): Syntax {
  const statement = {
    type: "ExpressionStatement",
    expression: node,
    start: node.start,
    end: node.end,
    range: node.range,
  };
  return {
    type: "Program",
    sourceType: "script",
    body: [statement],
    start: 0,
    end: node.end,
    range: [0, node.end],
  } as never;
}

/** Finds what depends on the place that the function was made at in ways that are not variables. */
function refusalOf(root: Syntax, method: boolean): string | undefined {
  let found: string | undefined;
  const visit = (node: Syntax): boolean | undefined => {
    if (found) return false;
    if (node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === "eval")
      found = "it calls eval, which can see variables that cannot be found: pass them as arguments";
    if (node.type === "MetaProperty" && node.meta.name === "import")
      found = "it uses import.meta: copy what is needed into a const first";
    return undefined;
  };
  walk(root, visit);
  if (!found && root.type === "ArrowFunctionExpression") found = outerThis(root);
  if (!found && method && superIn(root.body)) found = "a method that uses super: send the object's class instead";
  return found;
}

const OWN_THIS = new Set(["FunctionExpression", "FunctionDeclaration", "PropertyDefinition", "StaticBlock"]);

function outerThis(arrow: Syntax): string | undefined {
  let found: string | undefined;
  walk(arrow, (node) => {
    if (OWN_THIS.has(node.type)) return false;
    if (node.type === "ThisExpression")
      found = "its this belongs to another function: copy what is needed into a const first";
    if (node.type === "Identifier" && node.name === "arguments")
      found = "its arguments belong to another function: copy what is needed into a const first";
    return undefined;
  });
  return found;
}

function superIn(body: Syntax): boolean {
  let found = false;
  walk(body, (node) => {
    if (OWN_THIS.has(node.type)) return false;
    found ||= node.type === "Super";
    return undefined;
  });
  return found;
}

/** Private fields and methods of instances; static ones are part of the class. */
function hasPrivate(node: Syntax): boolean {
  if (node.type !== "ClassExpression") return false;
  return (node.body.body as Syntax[]).some((member) => member.key?.type === "PrivateIdentifier" && !member.static);
}

function membersOf(root: Syntax, free: readonly Syntax[]): Map<string, readonly string[]> {
  const members = new Map<string, Set<string> | undefined>();
  const wanted = new Set(free);
  walk(root, (node, parent) => {
    if (!wanted.has(node)) return;
    const member = parent?.type === "MemberExpression" && parent.object === node ? memberName(parent) : undefined;
    const before = members.has(node.name) ? members.get(node.name) : new Set<string>();
    members.set(node.name, member === undefined ? undefined : before?.add(member));
  });
  return new Map([...members].flatMap(([name, found]) => (found ? [[name, [...found]] as const] : [])));
}

function memberName({ computed, property }: Syntax): string | undefined {
  if (!computed) return property.name;
  return property.type === "Literal" && typeof property.value === "string" ? property.value : undefined;
}

/** `import` becomes a name, since code that is made from text may not import; so does what a class extends. */
function rewriteText(text: string, root: Syntax): string {
  const edits: [start: number, end: number, by: string][] = [];
  walk(root, (node) => {
    if (node.type === "ImportExpression") edits.push([node.start, node.start + "import".length, IMPORT]);
  });
  const heritage = root.type === "ClassExpression" ? (root.superClass as Syntax | null) : null;
  if (heritage) edits.push([heritage.start, heritage.end, HERITAGE]);
  let changed = text;
  for (const [start, end, by] of edits.sort(([a], [b]) => b - a))
    changed = changed.slice(0, start) + by + changed.slice(end);
  return changed;
}
