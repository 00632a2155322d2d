import { relative } from "node:path";
import { Exception } from "../index.js";

/**
 * What went wrong in a file of the project, as Elixir tells it: the error, and below it the places
 * in the project's own files.
 *
 * @param root the project's folder, which paths are shown from
 */
export function problemText(error: unknown, root: string): string {
  const [headline = "", ...rest] = Exception.format(error).trimEnd().split("\n");
  const lines = rest.map((line) => line.replace(`${root}/`, "").replace(/: anonymous fn\/0$/, ": (file)"));
  const frames = lines.filter((line) => !/^ {4}\//.test(line));
  return [headline, ...frames].join("\n");
}

/** The file of the project that is to blame, as seen from its folder; undefined when none is. */
export function fileToBlame(error: unknown, root: string): string | undefined {
  const file = (error as { file?: unknown } | null | undefined)?.file;
  if (error instanceof Error && error.name === "CompileError" && typeof file === "string") return relative(root, file);
  const frame = problemText(error, root)
    .split("\n")
    .find((line) => FRAME.test(line));
  return frame && FRAME.exec(frame)?.[1];
}

/** A place in a file; that of a named function has the application in front. */
const FRAME = /^ {4}(?:\([\w. -]+\) )?(\S+):\d+: /;

/** What a compilation that failed says. */
export function compilationProblem(error: unknown, root: string): string {
  const file = fileToBlame(error, root);
  const where = file === undefined ? "" : ` in file ${file}`;
  return `\n== Compilation error${where} ==\n${problemText(error, root)}`;
}
