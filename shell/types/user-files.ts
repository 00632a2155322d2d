import type * as TypeScript from "typescript";

type TS = typeof TypeScript;

/** The files that these paths mean, which may leave out their endings; none for what is not there. */
export function findFiles(ts: TS, paths: readonly string[], options: TypeScript.CompilerOptions): string[] {
  return paths.flatMap((path) => resolve(ts, path, path, options));
}

/** Files with all files of the user that they import, directly or not. */
export function withImports(ts: TS, program: TypeScript.Program, files: readonly string[]): TypeScript.SourceFile[] {
  const found = new Map<string, TypeScript.SourceFile>();
  const visit = (path: string): void => {
    const file = program.getSourceFile(path);
    if (!file || file.isDeclarationFile || found.has(path)) return;
    found.set(path, file);
    const { importedFiles } = ts.preProcessFile(file.text, true, true);
    const own = importedFiles.filter(({ fileName }) => OWN.test(fileName));
    for (const { fileName } of own) resolve(ts, fileName, path, program.getCompilerOptions()).forEach(visit);
  };
  files.forEach(visit);
  return [...found.values()];
}

/** Everything else that is imported is a package. */
const OWN = /^(\.{1,2}(\/|$)|\/)/;

function resolve(ts: TS, specifier: string, from: string, options: TypeScript.CompilerOptions): string[] {
  const { resolvedModule } = ts.resolveModuleName(specifier, from, options, ts.sys);
  return resolvedModule ? [resolvedModule.resolvedFileName] : [];
}
