/** What a file of the user exports: a getter per name, as `import * as` gives it. */
export type Namespace = Record<string, unknown>;

/** Each with the path of its file. */
const namespaces = new WeakMap<object, string>();

export function createNamespace(path: string): Namespace {
  const made = Object.create(null, { [Symbol.toStringTag]: { value: "Module" } }) as Namespace;
  namespaces.set(made, path);
  return made;
}

/** The path of the file that exports this; undefined for everything but a namespace of a file. */
export function namespaceFile(value: object): string | undefined {
  return namespaces.get(value);
}

/**
 * True for objects that stand for a scope: a function that captures one needs only the members
 * that it names.
 */
export function isScope(value: object): boolean {
  return namespaces.has(value);
}

export function defineExports(namespace: Namespace, getters: Record<string, () => unknown>): void {
  for (const [name, get] of Object.entries(getters))
    Object.defineProperty(namespace, name, { get, enumerable: true, configurable: true });
}

/** Adds what `export *` passes on: all names but `default`, and none that the file exports itself. */
export function addStar(namespace: Namespace, from: Namespace): void {
  for (const name of Object.keys(from))
    if (name !== "default" && !(name in namespace)) defineExports(namespace, { [name]: () => from[name] });
}

/** Lets whoever holds a namespace see what its file exports now. */
export function replaceExports(namespace: Namespace, by: Namespace): void {
  for (const name of Object.keys(namespace)) delete namespace[name];
  for (const name of Object.keys(by)) defineExports(namespace, { [name]: () => by[name] });
}
