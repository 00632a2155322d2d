/**
 * A float whose value is integral, such as Erlang's `1.0`. Made by the decoder and by
 * {@link float} only, so that a peer's `1.0` is `1.0` again on its way back; any other float is a
 * plain number. Arithmetic works on it as on a number.
 */
export class Float {
  constructor(readonly value: number) {
    Object.freeze(this);
  }

  valueOf(): number {
    return this.value;
  }

  toString(): string {
    return Object.is(this.value, -0) ? "-0.0" : inFull(this.value);
  }
}

/**
 * A number that is a float on every node, integral or not.
 *
 * @throws RangeError for NaN and infinities, which Erlang has no floats for
 * @example
 * send(pid, float(1)); // an Elixir process receives 1.0
 */
export function float(value: number): Float | number {
  if (!Number.isFinite(value)) throw new RangeError(`Cannot make a float of ${value}: Erlang has none`);
  return Number.isInteger(value) ? new Float(value) : value;
}

/** Elixir's notation: `1.0`, `1.0e16`, `1.5e-7`. */
function inFull(value: number): string {
  const text = String(value).replace("e+", "e");
  const [digits = "", exponent] =
    Math.abs(value) >= 1e16 ? value.toExponential().replace("e+", "e").split("e") : text.split("e");
  const fraction = digits.includes(".") ? digits : `${digits}.0`;
  return exponent === undefined ? fraction : `${fraction}e${exponent}`;
}
