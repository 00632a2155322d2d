import { disposable, release } from "./dispose.js";
import { HIDDEN, IMPORT } from "./snippet.js";

/** How a name came to be bound: constants, imports among them, cannot be assigned. */
export type BindingKind = "let" | "const" | "var" | "function" | "class" | "import";

/** What one shell has bound: never on globalThis, so several shells share a node undisturbed. */
export interface Scope {
  /** The object that snippets run `with`: the bindings, and below them the builtins. */
  readonly object: object;
  /** The names that the user has bound, oldest first. */
  names(): string[];
  /** True for names that the user has bound and for builtins. */
  has(name: string): boolean;
  /** True when a name stands for what the shell provides, not shadowed by the user. */
  isBuiltin(name: string): boolean;
  get(name: string): unknown;
  /** Binds a name, whatever it was before. */
  declare(kind: BindingKind, name: string, value: unknown): void;
  /** Binds a name to what `read` answers whenever the name is read: what an import stands for may change. */
  link(name: string, read: () => unknown): void;
  /** Gives a name a value as `name = value` does; an unknown name becomes a variable. */
  assign(name: string, value: unknown): void;
  /** Binds a name as a plain variable. */
  set(name: string, value: unknown): void;
  /** Unbinds a name; a builtin of that name comes back. */
  remove(name: string): void;
  /** Adds a builtin that no list of names shows. */
  provide(name: string, value: unknown): void;
  /** Takes a builtin away again. */
  withdraw(name: string): void;
  /** Lets an assignment create these names while `body` runs. */
  assignable<T>(names: readonly string[], body: () => T): T;
  /** Promises to dispose of a value when the scope is cleared. */
  dispose(value: unknown): void;
  /** Unbinds everything, then disposes of what `using` bound, the newest first. */
  clear(): Promise<void>;
  /** The last value and the last error: `_` and `_error`. */
  last: unknown;
  lastError: unknown;
  /** What rewritten snippets call; nobody else does. */
  readonly hidden: Record<string, unknown>;
}

/** The view of a scope that capturing a function's free names needs. */
export interface FunctionScope {
  has(name: string): boolean;
  get(name: string): unknown;
}

const homes = new WeakMap<object, Scope>();

/**
 * The scope that holds every free name of a function, for functions and classes written at the top
 * of a snippet: those can be captured without asking the debugger. `undefined` for all others:
 * nested ones, and ones that never went through the prompt.
 *
 * @param fn the function itself: another one may well have the same text.
 * @param source its text, when the caller has it at hand; a function whose text differs is not answered for.
 */
export function scopeFor(fn: unknown, source?: string): FunctionScope | undefined {
  if (typeof fn !== "function") return undefined;
  const scope = homes.get(fn);
  if (!scope || (source !== undefined && Function.prototype.toString.call(fn) !== source)) return undefined;
  return { has: (name) => scope.has(name) && !belongsToNode(scope, name), get: (name) => scope.get(name) };
}

/** Names that mean something else, or nothing, on another node. */
function belongsToNode(scope: Scope, name: string): boolean {
  return [HIDDEN, IMPORT, "require"].includes(name) && scope.isBuiltin(name);
}

/**
 * A fresh scope. Builtins can be shadowed by any declaration or assignment and come back when the
 * shadow is removed.
 *
 * @example
 * const scope = createScope({ builtins: { self } });
 * scope.declare("const", "x", 1);
 * scope.names(); // ["x"]
 */
export function createScope({ builtins = {} }: { builtins?: Record<string, unknown> } = {}): Scope {
  const base: Record<string, unknown> = Object.create(null, Object.getOwnPropertyDescriptors(builtins));
  const object: Record<string, unknown> = Object.create(base);
  const disposables: unknown[] = [];
  const scope: Scope = {
    object,
    last: undefined,
    lastError: undefined,
    hidden: {},
    names: () => Object.keys(object),
    has: (name) => name in object,
    isBuiltin: (name) => name in base && !Object.hasOwn(object, name),
    get: (name) => object[name],
    declare: (kind, name, value) => Object.defineProperty(object, name, descriptor(kind, name, value)),
    link: (name, read) => Object.defineProperty(object, name, constant(name, read)),
    assign: (name, value) => {
      if (Object.hasOwn(object, name)) object[name] = value;
      else assignNew(object, name, value);
    },
    set: (name, value) => scope.declare("let", name, value),
    remove: (name) => {
      delete object[name];
    },
    provide: (name, value) => Object.defineProperty(base, name, { value, writable: true, configurable: true }),
    withdraw: (name) => {
      delete base[name];
    },
    assignable: (names, body) => assignable(object, names, body),
    dispose: (value) => void disposables.push(disposable(value)),
    clear: async () => {
      // Whoever disposes of them may need what else was bound.
      for (const value of disposables.splice(0).reverse()) await release(value);
      for (const name of Object.keys(object)) delete object[name];
    },
  };
  addHidden(scope, base);
  return scope;
}

function descriptor(kind: BindingKind, name: string, value: unknown): PropertyDescriptor {
  if (kind === "const" || kind === "import") return constant(name, () => value);
  return { value, writable: true, enumerable: true, configurable: true };
}

function constant(name: string, get: () => unknown): PropertyDescriptor {
  const set = () => {
    throw new TypeError(`Assignment to constant variable '${name}'`);
  };
  return { get, set, enumerable: true, configurable: true };
}

/** `_`, `_error` and the evaluator's own name are there for snippets, yet no list of names shows them. */
function addHidden(scope: Scope, base: Record<string, unknown>): void {
  const shadow = (name: string) => (value: unknown) => scope.declare("let", name, value);
  Object.defineProperties(base, {
    _: { get: () => scope.last, set: shadow("_"), configurable: true },
    _error: { get: () => scope.lastError, set: shadow("_error"), configurable: true },
    [HIDDEN]: { value: scope.hidden, writable: false },
  });
  Object.defineProperty(scope.hidden, "last", { get: () => scope.last });
  scope.hidden.fn = (fn: object, name?: string) => {
    homes.set(fn, scope);
    if (name !== undefined && (fn as { name: unknown }).name === "")
      Object.defineProperty(fn, "name", { value: name, configurable: true });
    return fn;
  };
}

/** A name that the language itself keeps, such as `undefined`, cannot be assigned. */
function assignNew(object: object, name: string, value: unknown): void {
  if (Object.getOwnPropertyDescriptor(globalThis, name)?.writable === false)
    throw new TypeError(`Cannot assign to read only property '${name}' of object '#<Object>'`);
  Object.defineProperty(object, name, descriptor("let", name, value));
}

/** Strict code cannot assign an unknown name: these stand there, unreadable, until it has. */
function assignable<T>(object: Record<string, unknown>, names: readonly string[], body: () => T): T {
  const pending = new Set(names.filter((name) => !(name in object)));
  for (const name of pending) Object.defineProperty(object, name, awaitingValue(object, name, pending));
  const drop = () => {
    for (const name of pending) delete object[name];
  };
  return settled(body, drop);
}

function awaitingValue(object: object, name: string, pending: Set<string>): PropertyDescriptor {
  const get = () => {
    if (name in globalThis) return (globalThis as Record<string, unknown>)[name];
    throw new ReferenceError(`${name} is not defined`);
  };
  const set = (value: unknown) => {
    assignNew(object, name, value);
    pending.delete(name);
  };
  return { get, set, enumerable: false, configurable: true };
}

/** Runs `after` when `body` has ended, which for a promise is later. */
function settled<T>(body: () => T, after: () => void): T {
  let result: T;
  try {
    result = body();
  } catch (error) {
    after();
    throw error;
  }
  if (!isThenable(result)) {
    after();
    return result;
  }
  return Promise.resolve(result).finally(after) as T;
}

/** True for what `await` would wait for; not for what does not let itself be asked. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== "object" || value === null) && typeof value !== "function") return false;
  try {
    return typeof (value as PromiseLike<unknown>).then === "function";
  } catch {
    return false;
  }
}
