import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { atom, atomName, Code, inspect, isAtom, isTuple } from "../../../src/index.js";
import { expandPath } from "../../configure/evaluate-file.js";

/** A place in a file that exists. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/**
 * Where something is written.
 *
 * @param what a module, a function of one, the name of either, a path with or without `:line`, or `{path, line}`
 * @returns the place, or the sentence that says why there is none
 */
export function findPlace(what: unknown): Place | string {
  const place = placeOf(what);
  if (typeof place === "string" || existsSync(place.file)) return place;
  return `Could not open: ${JSON.stringify(place.file)}. File is not available.`;
}

function placeOf(what: unknown): Place | string {
  if (isTuple(what)) return placeOfTuple(what);
  if (typeof what === "string")
    return placeOfFunctionNamed(what) ?? (isPath(what) ? placeOfPath(what) : placeOfModule(what));
  return placeOfModule(what);
}

function isModuleName(what: unknown): what is string {
  return typeof what === "string" && /^[A-Z]/.test(what);
}

/** Names of modules have no file's ending, and no folders. */
function isPath(what: unknown): what is string {
  return typeof what === "string" && /[/\\]|\.[a-z]+(:\d+)*$|^~/.test(what);
}

function placeOfPath(text: string): Place {
  const [, file = text, line = "1"] = /^(.+?):(\d+)(?::\d+)?$/.exec(text) ?? [];
  return { file: expandPath(file), line: Number(line) };
}

/** Of `Remote.chat`, and of `flush` too; of a file, even of one named like that, there is no function. */
function placeOfFunctionNamed(text: string): Place | string | undefined {
  const [, path, name = ""] = /^(?:([A-Z][\w.]*)\.)?([a-z_$][\w$]*)$/.exec(text) ?? [];
  const found = path === undefined ? commonModule(name) : Code.whichModule(path);
  if (!found || existsSync(expandPath(text))) return undefined;
  if (!Object.hasOwn(found.exports, name)) return `Could not open: ${text}. Function is not available.`;
  return placeIn(found, (found.exports as Record<string, unknown>)[name]);
}

/** Functions of these go without the name of their module. */
function commonModule(name: string): Loaded | undefined {
  return ["IEx.Helpers", "Kernel"]
    .map((module) => Code.whichModule(module))
    .find((module) => module && Object.hasOwn(module.exports, name));
}

function placeOfTuple(what: readonly unknown[]): Place | string {
  const [file, line] = what;
  if (what.length === 2 && typeof file === "string" && Number.isInteger(line))
    return { file: expandPath(file), line: line as number };
  return invalid(what);
}

function placeOfModule(what: unknown): Place | string {
  const isName = isModuleName(what) || (typeof what === "symbol" && isAtom(what));
  const found = isName ? Code.whichModule(what as string) : loadedWith(what);
  if (found) return placeIn(found, isName ? found.exports : what);
  if (isName)
    return `Could not open: ${inspect(typeof what === "string" ? atom(`Elixir.${what}`) : what)}. Module is not available.`;
  if (typeof what !== "function") return invalid(what);
  return `Could not open: ${inspect(what)}. No loaded module has it: what is typed at the prompt is in no file.`;
}

function placeIn(found: Loaded, what: unknown): Place | string {
  const name = inspect(found.module);
  if (!found.source) return `Could not open: ${name}. Source code is not available.`;
  const { file } = found.source;
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  return { file, line: lineOf(what === found.exports ? name.split(".").at(-1)! : nameIn(found, what), text) };
}

type Loaded = ReturnType<typeof Code.loadedModules>[number];

function loadedWith(what: unknown): Loaded | undefined {
  if (typeof what !== "function" && typeof what !== "object") return undefined;
  const modules = Code.loadedModules();
  return (
    modules.find(({ exports }) => exports === what) ??
    modules.find(({ exports }) => Object.values(exports).includes(what))
  );
}

function nameIn({ module, exports }: Loaded, what: unknown): string {
  const [name] = Object.entries(exports).find(([, value]) => value === what) ?? [];
  return name ?? atomName(module).split(".").at(-1)!;
}

/** The first line that looks like a definition of a name. */
function lineOf(name: string, text: string): number {
  const words = "export|default|async|static|public|function|class|const|let|var|namespace|object";
  const defined = new RegExp(String.raw`^\s*(?:(?:${words})\b[\s*]*)*${name.replaceAll("$", "\\$&")}\s*[(<:={]`);
  const at = text.split("\n").findIndex((line) => defined.test(line) || new RegExp(`\\bclass ${name}\\b`).test(line));
  return Math.max(0, at) + 1;
}

function invalid(what: unknown): string {
  return `Invalid arguments for open helper: ${inspect(what)}`;
}

/**
 * The command that opens a place, for a shell; undefined when no editor is set.
 *
 * @example
 * commandOf({ file: "/a b.ts", line: 3 }, { EDITOR: "subl" }); // "subl '/a b.ts:3'"
 */
export function commandOf({ file, line }: Place, env: NodeJS.ProcessEnv): string | undefined {
  const editor = env.ELIXIR_EDITOR || env.VISUAL || env.EDITOR;
  if (!editor) return undefined;
  if (!/__FILE__|__LINE__/.test(editor)) return `${editor} ${quoted(`${file}:${line}`)}`;
  return editor.replaceAll("__FILE__", () => quoted(file)).replaceAll("__LINE__", String(line));
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * Runs an editor until it ends, or hands the file to a window of its own, as most do.
 *
 * @param interrupt stops waiting, and the editor
 * @returns what it printed
 */
export function runEditor(command: string, interrupt?: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    // In a group of its own: with the shell that starts the editor all that it has started is stopped.
    const editor = spawn(command, { shell: true, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const stop = (): void => {
      if (editor.pid !== undefined) process.kill(-editor.pid, "SIGTERM");
      reject(interrupt?.reason);
    };
    interrupt?.addEventListener("abort", stop);
    let printed = "";
    for (const stream of [editor.stdout, editor.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        printed += text;
      });
    editor.on("error", reject).on("close", () => {
      interrupt?.removeEventListener("abort", stop);
      resolve(printed);
    });
  });
}
