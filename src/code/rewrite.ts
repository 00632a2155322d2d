import type { ScopeManager } from "eslint-scope";
import MagicString from "magic-string";
import { type Syntax, scopesOf, walk } from "./syntax.js";

/** One import or re-export of a file. */
export interface Import {
  readonly specifier: string;
  /** The names that the other file must export: what the file imports, not what it only passes on. */
  readonly needs: readonly string[];
  /** What it must be, as `with { type: "json" }` says. */
  readonly type?: string;
}

/** A module as the text of a function, and what it takes and gives. */
export interface Rewritten {
  /** `async function (runtime, import0, …)`: see {@link rewrite}. */
  readonly code: string;
  readonly map: () => string;
  readonly imports: readonly Import[];
  /** The names that `code` exports itself. */
  readonly exports: readonly string[];
  /** Which imports are re-exported whole, by their position: `export *`. */
  readonly stars: readonly number[];
}

/**
 * Turns an ES module into an async function, so that the loader, not Node's cache of modules,
 * decides when the file is evaluated again.
 *
 * The function takes a runtime object and one namespace per import. It first hands
 * `runtime.export` a getter per export (functions are hoisted, so cyclic imports see them), then
 * awaits `runtime.ready`, then runs the body. References to imports become properties of the
 * namespaces, which keeps them live.
 */
export function rewrite(code: string, program: Syntax, file: string): Rewritten {
  return new Rewriter(code, program).run(file);
}

class Rewriter {
  readonly #text: MagicString;
  readonly #specifiers: string[] = [];
  readonly #needs: string[][] = [];
  readonly #types = new Map<string, { type: string }>();
  /** Local name of an import → the expression that reads it. */
  readonly #imported = new Map<string, string>();
  /** Exported name → the expression that reads it. */
  readonly #exported = new Map<string, string>();
  readonly #stars: number[] = [];
  readonly #runtime: string;
  readonly #scopes: ScopeManager;
  readonly #parents = new Map<Syntax, Syntax | undefined>();

  constructor(
    code: string,
    readonly program: Syntax,
  ) {
    this.#text = new MagicString(code);
    let name = "$iex";
    while (code.includes(name)) name += "_";
    this.#runtime = name;
    this.#scopes = scopesOf(program, "module");
  }

  run(file: string): Rewritten {
    for (const node of this.program.body as Syntax[]) this.#import(node);
    for (const node of this.program.body as Syntax[]) this.#export(node);
    this.#references();
    if (!/\.m[jt]s$/.test(file)) this.#older();
    this.#dynamic();
    if (this.#text.original.startsWith("#!")) this.#text.overwrite(0, 2, "//");
    this.#wrap();
    const text = this.#text;
    return {
      code: text.toString(),
      map: () => text.generateMap({ hires: "boundary", source: file }).toString(),
      imports: this.#specifiers.map((specifier, i) => ({
        specifier,
        needs: this.#needs[i] ?? [],
        ...this.#types.get(specifier),
      })),
      exports: [...this.#exported.keys()],
      stars: this.#stars,
    };
  }

  #import(node: Syntax): void {
    if (node.type !== "ImportDeclaration") return;
    const from = this.#namespace(node.source.value);
    this.#type(node);
    for (const { type, local, imported } of node.specifiers as Syntax[]) {
      const name = type === "ImportDefaultSpecifier" ? "default" : imported && nameOf(imported);
      if (name) this.#needs[from.index]?.push(name);
      this.#imported.set(local.name, name ? from.name + property(name) : from.name);
    }
    this.#text.remove(node.start, node.end);
  }

  #export(node: Syntax): void {
    if (node.type === "ExportAllDeclaration") this.#exportAll(node);
    if (node.type === "ExportDefaultDeclaration") this.#exportDefault(node);
    if (node.type !== "ExportNamedDeclaration") return;
    if (node.declaration) {
      for (const name of declared(node.declaration)) this.#exported.set(name, name);
      this.#text.remove(node.start, node.declaration.start);
      return;
    }
    const from = node.source && this.#namespace(node.source.value).name;
    this.#type(node);
    for (const { local, exported } of node.specifiers as Syntax[]) {
      const name = nameOf(local);
      this.#exported.set(nameOf(exported), from ? from + property(name) : (this.#imported.get(name) ?? name));
    }
    this.#text.remove(node.start, node.end);
  }

  #exportAll(node: Syntax): void {
    const from = this.#namespace(node.source.value);
    this.#type(node);
    if (node.exported) this.#exported.set(nameOf(node.exported), from.name);
    else this.#stars.push(from.index);
    this.#text.remove(node.start, node.end);
  }

  #exportDefault(node: Syntax): void {
    const value = node.declaration as Syntax;
    const name = value.id?.name ?? `${this.#runtime}Default`;
    this.#exported.set("default", name);
    if (value.type === "FunctionDeclaration" || (value.type === "ClassDeclaration" && value.id)) {
      this.#text.remove(node.start, value.start);
      if (!value.id) this.#nameFunction(value, name);
    } else this.#text.overwrite(node.start, value.start, `const ${name} = `);
  }

  /** Puts a name before the parameters; a `*` may stand anywhere between `function` and `(`. */
  #nameFunction(node: Syntax, name: string): void {
    const open = this.#text.original.indexOf("(", node.start);
    this.#text.appendLeft(open, ` ${name}`);
  }

  #type({ source, attributes = [] }: Syntax): void {
    const found = (attributes as Syntax[]).find(({ key }) => nameOf(key) === "type");
    if (found) this.#types.set(source.value, { type: found.value.value });
  }

  /** The parameter that holds what a file exports; one per import, so that order is kept. */
  #namespace(specifier: string): { name: string; index: number } {
    let index = this.#specifiers.indexOf(specifier);
    if (index < 0) {
      index = this.#specifiers.push(specifier) - 1;
      this.#needs.push([]);
    }
    return { name: `${this.#runtime}${index}`, index };
  }

  #references(): void {
    walk(this.program, (node, parent) => void (node.type === "Identifier" && this.#parents.set(node, parent)));
    const scope = this.#scopes.scopes.find(({ type }) => type === "module");
    for (const variable of scope?.variables ?? []) {
      const reads = this.#imported.get(variable.name);
      if (reads === undefined || !variable.defs.some(({ type }) => type === "ImportBinding")) continue;
      for (const { identifier } of variable.references) {
        const node = identifier as unknown as Syntax;
        this.#refer(node, this.#parents.get(node), reads);
      }
    }
  }

  /** Compilers to CommonJS let a file that imports and exports speak of these, too. */
  #older(): void {
    for (const { identifier } of this.#scopes.globalScope?.through ?? []) {
      const reads = OLDER.get(identifier.name as string);
      const node = identifier as unknown as Syntax;
      if (reads) this.#refer(node, this.#parents.get(node), this.#runtime + reads);
    }
  }

  #refer(node: Syntax, parent: Syntax | undefined, reads: string): void {
    if (parent?.type === "ExportSpecifier") return;
    if (parent?.type === "Property" && parent.shorthand) this.#text.appendLeft(node.end, `: ${reads}`);
    else if (isCalled(node, parent) && /[.[]/.test(reads)) this.#text.overwrite(node.start, node.end, `(0, ${reads})`);
    else this.#text.overwrite(node.start, node.end, reads);
  }

  #dynamic(): void {
    walk(this.program, (node) => {
      if (node.type === "ImportExpression")
        this.#text.overwrite(node.start, node.start + "import".length, `${this.#runtime}.import`);
      if (node.type === "MetaProperty" && node.meta.name === "import")
        this.#text.overwrite(node.start, node.end, `${this.#runtime}.meta`);
    });
  }

  #wrap(): void {
    const runtime = this.#runtime;
    const namespaces = this.#specifiers.map((_, i) => `, ${runtime}${i}`).join("");
    const getters = [...this.#exported].map(([name, reads]) => `${JSON.stringify(name)}: () => ${reads}`).join(", ");
    this.#text.prepend(
      `(async function (${runtime}${namespaces}) { "use strict"; ${runtime}.export({ ${getters} }); await ${runtime}.ready; `,
    );
    this.#text.append("\n})");
  }
}

/** Names of CommonJS, and the members of the runtime object that they stand for. */
const OLDER = new Map([
  ["require", ".require"],
  ["__filename", ".meta.filename"],
  ["__dirname", ".meta.dirname"],
]);

function nameOf(node: Syntax): string {
  return node.type === "Literal" ? String(node.value) : node.name;
}

function property(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** `f()` must not see the namespace as `this`. */
function isCalled(node: Syntax, parent: Syntax | undefined): boolean {
  return (
    (parent?.type === "CallExpression" && parent.callee === node) ||
    (parent?.type === "TaggedTemplateExpression" && parent.tag === node)
  );
}

/** The names that a declaration declares. */
function declared(node: Syntax): string[] {
  if (node.type !== "VariableDeclaration") return [node.id.name];
  return (node.declarations as Syntax[]).flatMap(({ id }) => bound(id));
}

function bound(pattern: Syntax | null): string[] {
  switch (pattern?.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return (pattern.properties as Syntax[]).flatMap((item) => bound(item.value ?? item.argument));
    case "ArrayPattern":
      return (pattern.elements as Syntax[]).flatMap(bound);
    case "AssignmentPattern":
      return bound(pattern.left);
    case "RestElement":
      return bound(pattern.argument);
    default:
      return [];
  }
}
