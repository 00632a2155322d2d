/** A file and the files that it imports. */
interface Importer {
  readonly path: string;
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Files, and all that import them, directly or through others: those that a change of the files
 * concerns.
 */
export function withDependents(paths: Iterable<string>, units: readonly Importer[]): Set<string> {
  const concerned = new Set(paths);
  for (let size = -1; size !== concerned.size; ) {
    size = concerned.size;
    for (const { path, files } of units)
      if ([...files.values()].some((imported) => concerned.has(imported))) concerned.add(path);
  }
  return concerned;
}
