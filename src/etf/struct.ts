import { readDate } from "./date.js";
import { readError } from "./error.js";
import { readRegExp } from "./regexp.js";
import { readSet } from "./set.js";

/** A map with atom keys, one of them `__struct__`. */
export type Struct = Record<string, unknown>;

const readers = new Map<unknown, (struct: Struct) => unknown>([
  [Symbol.for("Elixir.DateTime"), readDate],
  [Symbol.for("Elixir.MapSet"), readSet],
  [Symbol.for("Elixir.Regex"), readRegExp],
]);

/** The value that a struct stands for; the struct itself where there is none that says the same. */
export function fromStruct(struct: Struct): unknown {
  if (struct.__exception__ === true) return readError(struct) ?? struct;
  return readers.get(struct.__struct__)?.(struct) ?? struct;
}
