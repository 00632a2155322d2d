/** What a loaded file has in place of `import()` and `import.meta`, by the file that it was made for. */
const runtimes = new WeakMap<object, string>();

export function rememberRuntime(runtime: object, path: string): void {
  runtimes.set(runtime, path);
}

/** The path of the file that the runtime object belongs to. */
export function runtimeFile(value: object): string | undefined {
  return runtimes.get(value);
}
