import { createRequire } from "node:module";

/** What a loaded file has in place of `require`, which can be called, and of `import()` and `import.meta`. */
export interface Runtime {
  (specifier: string): unknown;
  readonly require: Runtime;
  readonly import: (specifier: unknown, options?: ImportOptions) => Promise<unknown>;
  readonly meta: object;
  readonly resolve: (specifier: string, options?: { paths?: string[] }) => string;
  readonly cache: NodeJS.Require["cache"];
  readonly extensions: object;
  readonly main: NodeJS.Module | undefined;
}

/** The second argument of `import()`. */
export interface ImportOptions {
  readonly with?: Readonly<Record<string, string>>;
}

/** Loads what a file asks for. */
export interface Loads {
  require(specifier: string): unknown;
  import(specifier: unknown, options?: ImportOptions): Promise<unknown>;
  /** The path of what `require` would load; undefined leaves it to Node.js. */
  resolve(specifier: string): string | undefined;
  readonly meta: object;
}

const runtimes = new WeakMap<object, string>();

/** @param path the file's, which need not exist; a function for one that moves */
export function createRuntime(path: string | (() => string), loads: Loads): Runtime {
  const at = () => (typeof path === "string" ? path : path());
  const runtime = ((specifier: unknown) => loads.require(checked(specifier))) as Runtime;
  const members: Record<keyof Runtime, PropertyDescriptor> = {
    require: { value: runtime },
    import: { value: (specifier: unknown, options?: ImportOptions) => loads.import(specifier, options) },
    meta: { get: () => loads.meta },
    resolve: {
      value: (specifier: unknown, options?: { paths?: string[] }) =>
        (options?.paths ? undefined : loads.resolve(checked(specifier))) ??
        createRequire(at()).resolve(String(specifier), options),
      enumerable: true,
    },
    cache: { get: () => createRequire(at()).cache, enumerable: true },
    extensions: { get: () => createRequire(at()).extensions },
    main: { get: () => createRequire(at()).main, enumerable: true },
  };
  Object.defineProperties(runtime, { ...members, name: { value: "require" } });
  runtimes.set(runtime, typeof path === "string" ? path : "iex");
  return runtime;
}

/** The path of the file that the runtime object belongs to. */
export function runtimeFile(value: object): string | undefined {
  return runtimes.get(value);
}

function checked(specifier: unknown): string {
  if (typeof specifier === "string" && specifier !== "") return specifier;
  throw new TypeError(`Cannot require ${String(specifier) || '""'}: give the name of a file or a package`);
}
