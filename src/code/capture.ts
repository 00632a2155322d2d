import { types } from "node:util";
import { functionName } from "../term/function-name.js";
import {
  atom,
  BitString,
  ExternalFun,
  Float,
  Fun,
  isAtom,
  messageOf,
  Pid,
  Port,
  Reference,
  type Tuple,
  tuple,
} from "../term/index.js";
import { type Analysis, analyse, HERITAGE } from "./analysis.js";
import { globalPath, liveClass } from "./builtins.js";
import { containers, primitives } from "./kinds.js";
import { providedBy } from "./library.js";
import { writeProperties } from "./properties.js";
import { isScopeLike, referenceTo, referenceToSymbol } from "./reference.js";
import { internals } from "./scopes.js";
import { variablesOf } from "./variables.js";

/**
 * A function and all that it holds, as terms.
 *
 * A value stands in the payload as itself when it is a plain term, else as `{N}`, the number of a
 * node; so values that are held twice, or that lead back to themselves, are written once.
 */
export interface Payload {
  readonly root: unknown;
  /** `{Kind, Data, …}`: see `kinds.ts` and the writers below. */
  readonly nodes: readonly Tuple[];
  /** `{Kind, Text, [Name]}` of each function: its source and the variables it takes. */
  readonly sources: readonly Tuple[];
}

/**
 * Copies a function with all that it has captured, as it is now.
 *
 * @throws TypeError for what cannot leave this OS process; the message gives the path to it
 */
export function capture(fn: object): Payload {
  const writer = new Writer();
  return writer.payload(writer.write(fn));
}

type AnyFunction = (...args: never[]) => unknown;

class Writer {
  readonly #numbers = new Map<unknown, number>();
  readonly #nodes: (Tuple | undefined)[] = [];
  readonly #scopes = new Map<object, Map<string, Tuple>>();
  readonly #sources = new Map<string, { number: number; term: Tuple }>();
  readonly #path: string[] = ["fun"];

  payload(root: unknown): Payload {
    for (const [scope, members] of this.#scopes)
      this.#nodes[this.#numbers.get(scope)!] = tuple(atom.object, [...members.values()]);
    return { root, nodes: this.#nodes as Tuple[], sources: [...this.#sources.values()].map(({ term }) => term) };
  }

  write(value: unknown): unknown {
    if (typeof value === "object" ? value !== null : typeof value === "function") return this.#object(value as object);
    const kind = primitives.find((candidate) => candidate.is(value));
    if (kind) return this.#node(value, () => tuple(atom(kind.name), kind.write(value, this.#slot)));
    return typeof value === "symbol" && !isAtom(value) ? this.#symbol(value) : value;
  }

  /** Such as `skip`: another node has one of its own. */
  #symbol(value: symbol): Tuple {
    const reference = referenceToSymbol(value);
    if (!reference) this.#refuse(`${String(value)} is not an atom: use Symbol.for() or atom()`);
    return this.#node(value, () => reference);
  }

  readonly #slot = (value: unknown, step: string): unknown => {
    this.#path.push(step);
    const slot = this.write(value);
    this.#path.pop();
    return slot;
  };

  #node(value: unknown, make: () => Tuple): Tuple {
    const known = this.#numbers.get(value);
    if (known !== undefined) return tuple(known);
    const number = this.#nodes.push(undefined) - 1;
    this.#numbers.set(value, number);
    this.#nodes[number] = make();
    return tuple(number);
  }

  #object(value: object): unknown {
    if (isTerm(value)) return value;
    const number = this.#numbers.get(value);
    if (number !== undefined && !this.#scopes.has(value)) return tuple(number);
    if (typeof value === "function" && !providedBy(value)) {
      const name = functionName(value as AnyFunction);
      if (name) return name;
    }
    const reference = referenceTo(value);
    if (reference) return this.#node(value, () => reference);
    if (typeof value === "function") return this.#node(value, () => this.#guard(() => this.#function(value)));
    if (isScopeLike(value)) return this.#scope(value, Object.keys(value));
    return this.#node(value, () => this.#guard(() => this.#contents(value)));
  }

  #function(fn: object): Tuple {
    if (types.isProxy(fn)) return this.#refuse("a proxy has no source");
    const analysis = analyse(fn);
    if (analysis.refusal)
      return /^bound /.test((fn as { name: string }).name) ? this.#bound(fn) : this.#refuse(analysis.refusal);
    const values = variablesOf(fn, analysis);
    const source = this.#source(analysis, [...values.keys()]);
    const slots = [...values].map(([name, value]) => this.#variable(name, value, analysis));
    const { name } = fn as { name: unknown };
    const wanted = typeof name === "string" && name !== analysis.name ? name : undefined;
    return tuple(atom.fun, source, wanted, slots, this.#heritage(fn, analysis), this.#own(fn, analysis));
  }

  /** Of an object that stands for a scope only the members that the function names are taken. */
  #variable(name: string, value: unknown, { members }: Analysis): unknown {
    const wanted = members.get(name);
    if (wanted === undefined || typeof value !== "object" || value === null || !isScopeLike(value))
      return this.#slot(value, name);
    this.#path.push(name);
    const slot = this.#scope(value, wanted);
    this.#path.pop();
    return slot;
  }

  #scope(scope: object, names: readonly string[]): Tuple {
    let members = this.#scopes.get(scope);
    if (!members) {
      this.#scopes.set(scope, (members = new Map()));
      this.#numbers.set(scope, this.#nodes.push(undefined) - 1);
    }
    for (const name of names) {
      if (members.has(name) || !(name in scope)) continue;
      members.set(name, tuple(name, undefined));
      members.set(
        name,
        tuple(
          name,
          this.#slot(
            this.#guard(() => (scope as Record<string, unknown>)[name]),
            name,
          ),
        ),
      );
    }
    return tuple(this.#numbers.get(scope));
  }

  #source({ text, kind }: Analysis, names: readonly string[]): number {
    const key = `${kind}(${names.join()})${text}`;
    let found = this.#sources.get(key);
    if (!found) this.#sources.set(key, (found = { number: this.#sources.size, term: tuple(kind, text, [...names]) }));
    return found.number;
  }

  /** V8 does not keep what follows `extends` as a variable: it is the prototype of the class. */
  #heritage(fn: object, { kind, text }: Analysis): unknown {
    if (kind !== "class") return atom.none;
    const parent = Object.getPrototypeOf(fn);
    return globalPath(parent) === "Function.prototype" && !text.includes(HERITAGE)
      ? atom.none
      : this.#slot(parent, "extends");
  }

  #own(fn: object, { kind }: Analysis): Tuple[] {
    const shaped = kind === "function" && hasShapedPrototype(fn);
    return writeProperties(fn, this.#slot, (key) =>
      key === "prototype" ? shaped : Object.prototype.propertyIsEnumerable.call(fn, key),
    );
  }

  #bound(fn: object): Tuple {
    const { bound } = internals(fn);
    if (!bound) return this.#refuse("a native function that has no name every node knows");
    const { target, self, args } = bound;
    const slots = Array.from(args as unknown[], (item, i) => this.#slot(item, `bound argument ${i + 1}`));
    return tuple(atom.bound, tuple(this.#slot(target, "bound function"), this.#slot(self, "bound this"), slots));
  }

  #contents(value: object): Tuple {
    this.#refuseLive(value);
    const kind = containers.find((candidate) => candidate.is(value));
    const prototype = Object.getPrototypeOf(value);
    const isOwnKind = kind !== undefined && isUsual(kind.name, prototype);
    const data = kind ? kind.write(value, this.#slot) : writeProperties(value, this.#slot, () => true);
    const name = atom(kind?.name ?? "object");
    if (isOwnKind || globalPath(prototype) === "Object.prototype") return tuple(name, data);
    return tuple(name, data, this.#prototype(prototype));
  }

  #prototype(prototype: object | null): unknown {
    if (prototype === null) return null;
    const path = globalPath(prototype);
    if (path !== undefined) return this.#slot(prototype, "prototype");
    const maker = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
    if (typeof maker !== "function" || maker.prototype !== prototype) return this.#slot(prototype, "prototype");
    if (types.isProxy(maker) || referenceTo(maker) || functionName(maker as AnyFunction))
      return this.#slot(maker, "class");
    const { kind, hasPrivate } = analyse(maker);
    if (hasPrivate)
      this.#refuse(
        `an instance of ${maker.name} has private fields, which cannot be read: send the values that it was made of`,
      );
    return this.#slot(kind === "class" ? maker : prototype, kind === "class" ? "class" : "prototype");
  }

  #refuseLive(value: object): void {
    if (types.isProxy(value)) this.#refuse("a proxy cannot be copied: send the object behind it");
    if (types.isPromise(value)) this.#refuse("a promise cannot be copied: await it first");
    if (
      types.isWeakMap(value) ||
      types.isWeakSet(value) ||
      Object.prototype.toString.call(value) === "[object WeakRef]"
    )
      this.#refuse("a weak collection cannot be listed: use a Map or a Set");
    if (types.isGeneratorObject(value))
      this.#refuse("a generator that runs cannot be copied: send the function that makes it");
    if (containers.some((kind) => (kind.name === "url" || kind.name === "bytes" ? kind.is(value) : false))) return;
    const live = types.isExternal(value) ? "External" : liveClass(Object.getPrototypeOf(value));
    if (live !== undefined) this.#refuse(`a live ${live} belongs to this OS process; send a pid that owns it instead`);
  }

  /** Errors that only say what is wrong get the path that leads there. */
  #guard<T>(make: () => T): T {
    try {
      return make();
    } catch (error) {
      if (error instanceof Refusal) throw error;
      return this.#refuse(error instanceof RangeError ? "it is nested too deeply" : messageOf(error));
    }
  }

  #refuse(why: string): never {
    throw new Refusal(`Cannot send ${this.#path.join(" -> ")}: ${why}`);
  }
}

class Refusal extends TypeError {
  override readonly name = "TypeError";
}

/** Values that are terms already. */
function isTerm(value: object): boolean {
  return (
    value instanceof Pid ||
    value instanceof Reference ||
    value instanceof Port ||
    value instanceof Float ||
    value instanceof BitString ||
    value instanceof Fun ||
    value instanceof ExternalFun
  );
}

/** A constructor of the old kind: its prototype was given methods by hand. */
function hasShapedPrototype(fn: object): boolean {
  const prototype = Object.getOwnPropertyDescriptor(fn, "prototype")?.value as object | undefined;
  if (typeof prototype !== "object" || prototype === null) return false;
  const isPlain = globalPath(Object.getPrototypeOf(prototype) ?? fn) === "Object.prototype";
  return Object.hasOwn(prototype, "constructor") && (Reflect.ownKeys(prototype).length > 1 || !isPlain);
}

/** True when making a value of the kind gives it that prototype by itself. */
function isUsual(kind: string, prototype: object | null): boolean {
  if (kind === "tuple" || kind === "improper") return true;
  const path = prototype === null ? undefined : globalPath(prototype);
  return kind === "error" ? path === "Error.prototype" : path !== undefined;
}
