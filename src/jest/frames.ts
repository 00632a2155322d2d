/** The package's own files, as they are and as their source maps name them. */
const ROOT = new URL(".", import.meta.url).pathname.replace(/(dist|src\/jest)\/(chunks\/)?$/, "");

/** True for a file of this library: where a test fails is elsewhere. */
export function isOwnFile(path: string): boolean {
  return [`${ROOT}dist/`, `${ROOT}src/`].some((folder) => path.startsWith(folder));
}

/** A stack without the frames of this library. */
export function withoutOwnFrames(stack: string): string {
  return stack
    .split("\n")
    .filter((line) => !isOwnFile(/^\s*at (?:.*\()?(?:file:\/\/)?([^()]*?):\d+:\d+\)?$/.exec(line)?.[1] ?? ""))
    .join("\n");
}
