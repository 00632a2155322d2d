import { type Tuple, tuple } from "../term/index.js";
import type { Get, Slot } from "./kinds.js";

/**
 * The own properties of an object as terms: `{Key, Value}`, or `{Key, Getter, Setter}` for
 * accessors. Values that are not enumerable say so with a fourth element.
 */
export function writeProperties(value: object, slot: Slot, isWanted: (key: string | symbol) => boolean): Tuple[] {
  return Reflect.ownKeys(value)
    .filter(isWanted)
    .map((key) => {
      if (typeof key === "symbol" && Symbol.keyFor(key) === undefined && !/^Symbol\./.test(key.description ?? ""))
        throw new TypeError(`a property has the key ${String(key)}, which no other node can make: use Symbol.for()`);
      return writeProperty(slot(key, "key"), Object.getOwnPropertyDescriptor(value, key)!, slot, nameOf(key));
    });
}

function writeProperty(key: unknown, property: PropertyDescriptor, slot: Slot, name: string): Tuple {
  if (property.get || property.set) return tuple(key, slot(property.get, name), slot(property.set, name));
  const value = slot(property.value, name);
  return property.enumerable ? tuple(key, value) : tuple(key, value, undefined, false);
}

function nameOf(key: string | symbol): string {
  return typeof key === "symbol" ? `[${String(key)}]` : key;
}

/** Defines the properties that {@link writeProperties} told. */
export function readProperties(made: object, data: readonly Tuple[], get: Get): void {
  for (const property of data) {
    const key = get(property[0]) as string;
    const isAccessor = property.length === 3;
    const common = { configurable: true, enumerable: property.length === 2 };
    const described = isAccessor
      ? { ...common, get: get(property[1]) as () => unknown, set: get(property[2]) as () => void }
      : { ...common, value: get(property[1]), writable: true };
    // The prototype of a function cannot be defined again, but it can be replaced.
    if (key === "prototype" && typeof made === "function") made.prototype = get(property[1]);
    else Object.defineProperty(made, key, described);
  }
}
