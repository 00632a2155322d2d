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
  if (isTuple(item) || typeof item.toString !== "function" || isPlain(item)) throw noText(item);
  return String(item);
}

/** True when the object has its text from `Object.prototype`, of any realm: that says nothing about it. */
function isPlain(item: object): boolean {
  let owner = item;
  while (!Object.hasOwn(owner, "toString")) owner = Object.getPrototypeOf(owner);
  return owner !== item && Object.getPrototypeOf(owner) === null;
}

function noText(item: unknown): TypeError {
  return new TypeError(`Cannot print ${inspect(item, { limit: 5 })} as text: use IO.inspect, or make a string of it`);
}
