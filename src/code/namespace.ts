/** What a file of the user exports: a getter per name, as `import * as` gives it. */
export type Namespace = Record<string, unknown>;

const namespaces = new WeakSet<object>();

export function createNamespace(): Namespace {
  const made = Object.create(null, { [Symbol.toStringTag]: { value: "Module" } }) as Namespace;
  namespaces.add(made);
  return made;
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
