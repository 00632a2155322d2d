import { isAbsolute, relative } from "node:path";

/** A path as messages name it: from the current folder where the file is below it. */
export function shownPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === "" || short.startsWith("..") || isAbsolute(short) ? path : short;
}
