import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import vm from "node:vm";
import type * as TypeScript from "typescript";
import type { ServiceOptions } from "./protocol.js";

type TS = typeof TypeScript;

/** Files that exist only here, by path. */
export type Drafts = Map<string, { text: string; version: number }>;

/** The declarations of the library: in its own sources, else as they were built. */
export function libraryFile({ root }: ServiceOptions): string {
  const source = join(root, "src/index.ts");
  return existsSync(source) ? source : join(root, "dist/types/src/index.d.ts");
}

/** A shell has options of its own: those of a project are made for whole files, not for single lines. */
export function compilerOptions(ts: TS, options: ServiceOptions): TypeScript.CompilerOptions {
  const typeRoots = [options.folder, options.root]
    .flatMap(ancestors)
    .map((folder) => join(folder, "node_modules/@types"));
  return {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    lib: ["lib.esnext.d.ts"],
    strict: true,
    noImplicitAny: false,
    allowJs: true,
    allowImportingTsExtensions: true,
    esModuleInterop: true,
    resolveJsonModule: true,
    experimentalDecorators: false,
    skipLibCheck: true,
    noEmit: true,
    typeRoots: [...new Set(typeRoots)],
    types: typesAt(options),
    paths: { "iex-ts": [libraryFile(options)] },
  };
}

/** The `@types` of the current folder, and those of Node.js wherever they are. */
function typesAt({ folder, root }: ServiceOptions): string[] {
  const own = ancestors(folder).flatMap((each) => namesIn(join(each, "node_modules/@types")));
  return [...new Set([...own, ...(hasNodeTypes(root) ? ["node"] : [])])];
}

function hasNodeTypes(folder: string): boolean {
  return ancestors(folder).some((each) => existsSync(join(each, "node_modules/@types/node")));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith("."));
  } catch {
    return [];
  }
}

function ancestors(folder: string): string[] {
  return dirname(folder) === folder ? [folder] : [folder, ...ancestors(dirname(folder))];
}

/** What stands in for Node.js's own declarations where they are not installed. */
export function globalDeclarations({ folder, root, globals }: ServiceOptions): string {
  if (hasNodeTypes(folder) || hasNodeTypes(root)) return "";
  const known = new Set(vm.runInNewContext("Object.getOwnPropertyNames(globalThis)") as string[]);
  for (const name of ["console", "WebAssembly"]) known.delete(name);
  const unknown = [...new Set([...globals, "require"])].filter((name) => /^[\w$]+$/.test(name) && !known.has(name));
  return `${unknown.map((name) => `declare var ${name}: any;`).join("\n")}\ndeclare module "node:*";\n`;
}

/** Files on disk, and above them drafts. */
export function serviceHost(
  ts: TS,
  options: ServiceOptions,
  drafts: Drafts,
  roots: string[],
): TypeScript.LanguageServiceHost {
  const settings = compilerOptions(ts, options);
  return {
    getCompilationSettings: () => settings,
    getScriptFileNames: () => roots,
    getScriptVersion: (file) => String(drafts.get(file)?.version ?? versionOnDisk(file)),
    getScriptSnapshot: (file) => {
      const text = drafts.get(file)?.text ?? ts.sys.readFile(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => options.folder,
    getDefaultLibFileName: (given) => ts.getDefaultLibFilePath(given),
    fileExists: (file) => drafts.has(file) || ts.sys.fileExists(file),
    readFile: (file) => drafts.get(file)?.text ?? ts.sys.readFile(file),
    directoryExists: (folder) => ts.sys.directoryExists(folder),
    getDirectories: (folder) => ts.sys.getDirectories(folder),
    realpath: (path) => (drafts.has(path) ? path : (ts.sys.realpath?.(path) ?? path)),
  };
}

/** Packages do not change under a shell; the user's files do. */
export function versionOnDisk(file: string): number {
  if (file.includes("/node_modules/")) return 0;
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
