import { existsSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join } from "node:path";
import vm from "node:vm";
import type * as TypeScript from "typescript";
import { type Library, libraryPaths } from "./library.js";
import type { ServiceOptions } from "./protocol.js";

type TS = typeof TypeScript;

/** Files that exist only here, by path. */
export type Drafts = Map<string, { text: string; version: number }>;

/**
 * A shell has options of its own: those of a project are made for whole files, not for single lines. Of
 * declarations only those of Node.js are there without an import: nothing else is there at the prompt.
 */
export function compilerOptions(ts: TS, options: ServiceOptions, library: Library): TypeScript.CompilerOptions {
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
    useUnknownInCatchVariables: false,
    allowJs: true,
    jsx: ts.JsxEmit.Preserve,
    allowImportingTsExtensions: true,
    esModuleInterop: true,
    resolveJsonModule: true,
    experimentalDecorators: false,
    skipLibCheck: true,
    noEmit: true,
    typeRoots: [...new Set(typeRoots)],
    types: hasNodeTypes(options) ? ["node"] : [],
    paths: libraryPaths(library),
  };
}

/** Whether anybody declares what Node.js has. */
export function hasNodeTypes({ folder, root }: ServiceOptions): boolean {
  return [folder, root].flatMap(ancestors).some((each) => existsSync(join(each, "node_modules/@types/node")));
}

function ancestors(folder: string): string[] {
  return dirname(folder) === folder ? [folder] : [folder, ...ancestors(dirname(folder))];
}

/** What stands in for Node.js's own declarations where they are not installed: all of it has any type. */
export function globalDeclarations(options: ServiceOptions): string {
  if (hasNodeTypes(options)) return "";
  const known = new Set(vm.runInNewContext("Object.getOwnPropertyNames(globalThis)") as string[]);
  for (const name of ["console", "WebAssembly"]) known.delete(name);
  const unknown = [...new Set([...options.globals, "require"])].filter(
    (name) => /^[\w$]+$/.test(name) && !known.has(name),
  );
  const types = unknown.filter((name) => /^[A-Z]/.test(name));
  return [
    ...unknown.map((name) => `declare var ${name}: any;`),
    ...types.map((name) => `declare type ${name}<A = any, B = any, C = any> = any;`),
    "interface ImportMeta { [name: string]: any }",
    `declare namespace NodeJS { ${NODE_TYPES.map((name) => `type ${name} = any;`).join(" ")} }`,
    ...["node:*", ...builtinModules].map((name) => `declare module "${name}";`),
  ].join("\n");
}

/** What people write of the namespace in which Node.js's declarations keep theirs. */
const NODE_TYPES = ["ErrnoException", "Immediate", "Platform", "ProcessEnv", "Signals", "Timeout", "Timer"];

/** Files on disk, and above them drafts. */
export interface HostFiles {
  readonly drafts: Drafts;
  readonly library: Library;
  /** The files that everything else is imported from. */
  roots(): string[];
}

export function serviceHost(ts: TS, options: ServiceOptions, files: HostFiles): TypeScript.LanguageServiceHost {
  const { drafts, library, roots } = files;
  const settings = compilerOptions(ts, options, library);
  const versionOf = (file: string): number => drafts.get(file)?.version ?? versionOnDisk(file);
  const read = (file: string): string | undefined => drafts.get(file)?.text ?? ts.sys.readFile(file);
  const onDisk = snapshotsOnDisk(ts);
  return {
    getCompilationSettings: () => settings,
    getScriptFileNames: roots,
    getScriptVersion: (file) => String(versionOf(file)),
    getScriptSnapshot: (file) => {
      const draft = drafts.get(file);
      return draft ? ts.ScriptSnapshot.fromString(draft.text) : onDisk(file);
    },
    getCurrentDirectory: () => options.folder,
    getDefaultLibFileName: (given) => ts.getDefaultLibFilePath(given),
    fileExists: (file) => drafts.has(file) || ts.sys.fileExists(file),
    readFile: read,
    // A folder may have been deleted, and what was typed there still counts.
    directoryExists: (folder) => ts.sys.directoryExists(folder) || holdsDraft(drafts, folder),
    getDirectories: (folder) => ts.sys.getDirectories(folder),
    realpath: (path) => (drafts.has(path) ? path : (ts.sys.realpath?.(path) ?? path)),
  };
}

function holdsDraft(drafts: Drafts, folder: string): boolean {
  return [...drafts.keys()].some((file) => dirname(file) === folder);
}

/** TypeScript asks for every file again whenever any has changed: each is read once for each version. */
function snapshotsOnDisk(ts: TS): (file: string) => TypeScript.IScriptSnapshot | undefined {
  const known = new Map<string, { version: number; snapshot: TypeScript.IScriptSnapshot }>();
  return (file) => {
    const version = versionOnDisk(file);
    const before = known.get(file);
    if (before?.version === version) return before.snapshot;
    const text = ts.sys.readFile(file);
    const snapshot = text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    if (snapshot) known.set(file, { version, snapshot });
    return snapshot;
  };
}

/** Packages do not change under a shell; the user's files do. */
function versionOnDisk(file: string): number {
  if (file.includes("/node_modules/")) return 0;
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
