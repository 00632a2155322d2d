import { join } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "../..");

/**
 * What the compiler says of a file, with the project's own options.
 *
 * @param path relative to the project
 * @returns one `line: message` for each error
 */
export function typeErrors(path: string): string[] {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const file = join(root, path);
  const program = ts.createProgram([file], { ...options, noEmit: true, declaration: false });
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map(({ file: found, start = 0, messageText }) => {
      const line = found ? found.getLineAndCharacterOfPosition(start).line + 1 : 0;
      return `${line}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
}

/** The lines of a file that a comment says must not compile: `// does not compile`. */
export function linesThatMustFail(path: string): number[] {
  const text = ts.sys.readFile(join(root, path))!;
  return text.split("\n").flatMap((line, i) => (line.includes("// does not compile") ? [i + 1] : []));
}
