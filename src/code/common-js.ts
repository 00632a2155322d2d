/** Files of the older kind: those that speak of `require`, `module` and `exports`. */
import { freeIdentifiers, parseScript, type Syntax, walk } from "./syntax.js";
import { transpileCommonJs } from "./transpile.js";
import type { Compiled } from "./unit.js";

const SPEAKS = /\b(require|module|exports)\b/;

/** True for what is CommonJS before anybody has read its TypeScript: by its extension, or as plain JavaScript. */
export function isScript(path: string, text: string): boolean {
  if (/\.c[jt]s$/.test(path)) return true;
  if (!/\.jsx?$/.test(path) || !SPEAKS.test(text)) return false;
  try {
    return speaks(parseScript(text), "script").length > 0;
  } catch {
    return false;
  }
}

/**
 * Whether JavaScript that was made of a file is CommonJS: it exports nothing as ES modules do, and
 * speaks of `module` or `exports`, or of `require` without importing. `"mixed"` when it imports, too.
 */
export function isCommonJs(path: string, code: string, program: Syntax): boolean | "mixed" {
  if (/\.m[jt]sx?$/.test(path) || !SPEAKS.test(code)) return false;
  const body = program.body as Syntax[];
  if (body.some(({ type }) => type.startsWith("Export")) || isModuleOnly(program)) return false;
  const names = speaks(program, "module");
  const imports = body.some(({ type }) => type === "ImportDeclaration");
  if (!imports) return names.length > 0;
  return names.some((name) => name !== "require") && "mixed";
}

/** Which of its names a program takes from around it. */
function speaks(program: Syntax, sourceType: "module" | "script"): string[] {
  const free = freeIdentifiers(program, sourceType).map(({ name }) => name as string);
  return free.filter((name) => /^(require|module|exports)$/.test(name));
}

/** `import.meta` and `await` at the top level are for ES modules alone. */
function isModuleOnly(program: Syntax): boolean {
  let found = false;
  walk(program, ({ type, meta }) => void (found ||= type === "MetaProperty" && meta.name === "import"));
  walk(program, (node) => {
    if (/Function/.test(node.type)) return false;
    found ||= node.type === "AwaitExpression" || (node.type === "ForOfStatement" && node.await);
    return undefined;
  });
  return found;
}

/**
 * Compiles a file for `require`, without waiting for anything: also one that is written as an ES
 * module, as long as it does not wait at its top level.
 *
 * @throws CompileError with the place in the source
 */
export function compileCommonJs(text: string, path: string, shown: string): Compiled {
  const { code, program, map } = transpileCommonJs(text, path, shown);
  return runnable(code, program, map);
}

/**
 * The code as a function of `exports`, `require`, `module`, `__filename`, `__dirname` and the runtime
 * object, whose second line is the first of the code.
 */
export function runnable(code: string, program: Syntax, map: string | undefined): Compiled {
  let runtime = "$iex";
  while (code.includes(runtime)) runtime += "_";
  const head = `(function (exports, require, module, __filename, __dirname, ${runtime}) {\n`;
  const body = withImports(code, program, runtime).replace(/^#!/, "//");
  return { commonJs: true, code: `${head}${body}\n})`, imports: [], stars: [], meta: false, maps: () => [map] };
}

/** `import()` needs a loader that scripts have not got. Lines stay as they are. */
function withImports(code: string, program: Syntax, runtime: string): string {
  const starts: number[] = [];
  walk(program, ({ type, start }) => void (type === "ImportExpression" && starts.push(start)));
  const changed = (text: string, start: number) =>
    `${text.slice(0, start)}${runtime}.import${text.slice(start + "import".length)}`;
  return starts.sort((a, b) => b - a).reduce(changed, code);
}
