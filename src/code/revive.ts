import { type Atom, ExternalFun, isTuple, type Tuple } from "../term/index.js";
import { atGlobalPath } from "./builtins.js";
import type { Payload } from "./capture.js";
import { type Made, makeFunction } from "./factory.js";
import { foreignRuntime } from "./importer.js";
import { type Get, kinds } from "./kinds.js";
import { provided } from "./library.js";
import { readProperties } from "./properties.js";
import { namedFunction, namedModule } from "./stand-in.js";

/**
 * Makes a function, and all that it has captured, from what {@link capture} wrote.
 *
 * @param from what stack traces show as the function's file
 * @throws TypeError when the payload is not what `capture` writes
 */
export function revive(payload: Payload, from: string): unknown {
  return new Reader(payload, from).root();
}

interface Node {
  readonly kind: string;
  readonly term: Tuple;
  state: "new" | "making" | "made";
  value: unknown;
  made?: Made;
}

/**
 * All functions are made first, their variables are set afterwards: so functions may hold each
 * other. A class runs code of its own when it is made, so by then everything else is in place as
 * far as it can be; afterwards all of it is put in place again.
 */
class Reader {
  readonly #nodes: Node[];

  constructor(
    readonly payload: Payload,
    readonly from: string,
  ) {
    this.#nodes = payload.nodes.map((term) => {
      if (!isTuple(term) || typeof term[0] !== "symbol") throw new TypeError("a node has no kind");
      return { kind: Symbol.keyFor(term[0]) ?? "", term, state: "new", value: undefined };
    });
  }

  root(): unknown {
    this.#settle();
    if (this.#nodes.some((node) => node.made && this.#isClass(node))) this.#settle();
    return this.#get(this.payload.root);
  }

  #settle(): void {
    for (const node of this.#nodes) if (!this.#isClass(node)) this.#value(node);
    for (const node of this.#nodes) this.#fill(node);
  }

  readonly #get: Get = (slot) => {
    if (slot instanceof ExternalFun) return namedFunction(slot);
    if (!isTuple(slot)) return slot;
    const node = this.#nodes[slot[0] as number];
    if (slot.length !== 1 || node === undefined) throw new TypeError("a value leads nowhere");
    return this.#value(node);
  };

  /** Undefined while the node is being made, when it leads back to itself through a class or a tuple. */
  #value(node: Node): unknown {
    if (node.state !== "new") return node.value;
    node.state = "making";
    node.value = this.#make(node);
    node.state = "made";
    return node.value;
  }

  #make(node: Node): unknown {
    const { kind, term } = node;
    const data = term[1] as any;
    switch (kind) {
      case "fun":
        return this.#makeFunction(node);
      case "bound":
        return Reflect.apply(Function.prototype.bind, this.#get(data[0]), [this.#get(data[1]), ...this.#list(data[2])]);
      case "provided":
        return provided({ specifier: String(data), name: String(term[2]) });
      case "module":
        return namedModule(data as Atom);
      case "global":
        return atGlobalPath(String(data));
      case "runtime":
        return foreignRuntime(String(data));
      case "object":
        return Object.create(this.#prototype(term));
    }
    const found = kinds.get(kind);
    if (!found) throw new TypeError(`a value is of the unknown kind ${JSON.stringify(kind)}`);
    const made = found.make(data, this.#get);
    return term.length > 2 ? Object.setPrototypeOf(made, this.#prototype(term)) : made;
  }

  #makeFunction(node: Node): unknown {
    const [, source, name, , heritage] = node.term as unknown as [Atom, number, unknown, unknown, unknown];
    const [kind, text, names] = this.#source(source);
    node.made = makeFunction(kind, text, names, this.from);
    if (kind === "class") this.#settle();
    const made = node.made.make(typeof heritage === "symbol" ? undefined : this.#get(heritage)) as object;
    if (typeof name === "string") Object.defineProperty(made, "name", { value: name, configurable: true });
    return made;
  }

  #source(number: unknown): [kind: string, text: string, names: string[]] {
    const [kind, text, names] = (this.payload.sources[number as number] ?? []) as unknown[];
    const isSource = typeof kind === "string" && typeof text === "string" && Array.isArray(names);
    if (!isSource) throw new TypeError("a function has no source");
    return [kind, text, names as string[]];
  }

  #isClass({ kind, term }: Node): boolean {
    return kind === "fun" && this.#source(term[1])[0] === "class";
  }

  /** An instance names its class; other objects name their prototype. */
  #prototype(term: Tuple): object | null {
    if (term.length < 3) return Object.prototype;
    const named = this.#get(term[2]);
    if (typeof named === "function") return (named.prototype ?? null) as object | null;
    return (named ?? null) as object | null;
  }

  #fill(node: Node): void {
    const { kind, term } = node;
    const value = this.#value(node);
    if (kind === "fun") node.made?.set(this.#list(term[3]));
    // Still being made: it is filled by the one who makes it, when it is there.
    if (node.state === "making") return;
    if (kind === "fun") readProperties(value as object, term[5] as Tuple[], this.#get);
    else if (kind === "object") readProperties(value as object, term[1] as Tuple[], this.#get);
    else kinds.get(kind)?.fill?.(value, term[1], this.#get);
  }

  #list(slots: unknown): unknown[] {
    if (!Array.isArray(slots)) throw new TypeError("a list of values is missing");
    return slots.map(this.#get);
  }
}
