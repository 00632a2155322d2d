import { atomToName, inspect, isAtom, isTuple } from "../term/index.js";

/**
 * The text of what `IO.puts` is given: strings as they are; numbers, atoms, dates and whatever
 * else has a text of its own; lists of all these and of code points, nested.
 *
 * @throws TypeError for a value that has no text
 */
export function toText(item: unknown): string {
  switch (typeof item) {
    case "string":
      return item;
    case "number":
    case "bigint":
      return String(item);
    case "symbol":
    case "boolean":
    case "undefined":
      if (isAtom(item)) return typeof item === "symbol" ? atomToName(item) : String(item);
      break;
    case "object":
      if (item === null) return "";
      if (Array.isArray(item) && !isTuple(item)) return item.map(charText).join("");
      return ownText(item);
  }
  throw noText(item);
}

/** An element of a list: numbers are code points there. */
function charText(item: unknown): string {
  return typeof item === "number" ? String.fromCodePoint(item) : toText(item);
}

function ownText(item: object): string {
  if (item instanceof Uint8Array) return new TextDecoder().decode(item);
  if (Object.prototype.toString.call(item) === "[object Date]") return (item as Date).toISOString();
  const own: unknown = item.toString;
  if (isTuple(item) || typeof own !== "function" || isInherited(own as () => string)) throw noText(item);
  return String(item);
}

/** `Object.prototype.toString` of any realm says nothing about the object. */
function isInherited(text: () => string): boolean {
  return text.name === "toString" && text.call({}) === "[object Object]";
}

function noText(item: unknown): TypeError {
  return new TypeError(`Cannot print ${inspect(item, { limit: 5 })} as text: use IO.inspect, or make a string of it`);
}
