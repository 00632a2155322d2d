/** How many digits are computed: those of `float_to_list/1`. */
const DIGITS = 20;
/** Decimals, and digits of the mantissa, where the directive does not say. */
const PRECISION = 6;

interface Decimal {
  sign: string;
  /** Of the absolute value, the first one not 0 unless all are. */
  digits: string;
  /** How many of them stand in front of the point. */
  point: number;
}

/** `~f`: all digits in front of the point, and as many decimals behind it. */
export function fixed(value: number, decimals: number = PRECISION): string {
  if (decimals < 1) throw new TypeError("at least 1 decimal is needed");
  const { sign, digits, point } = decimal(value);
  const all = point > 0 ? digits : "0".repeat(1 - point) + digits;
  const { text, carry } = mantissa(all, Math.max(point, 1), decimals);
  return sign + (carry ? "1" : "") + text;
}

/** `~e`: a mantissa with that many digits, and the exponent. */
export function scientific(value: number, precision: number = PRECISION): string {
  if (precision < 2) throw new TypeError("at least 2 digits are needed");
  const { sign, digits, point } = decimal(value);
  const { text, carry } = mantissa(digits, 1, precision - 1);
  const exponent = carry ? point : point - 1;
  return `${sign}${carry ? `1${text.slice(1)}` : text}e${exponent < 0 ? "" : "+"}${exponent}`;
}

/** `~g`: from 0.1 and below 10000 as `~f`, else as `~e`, with that many significant digits. */
export function general(value: number, precision: number = PRECISION): string {
  if (precision < 1) throw new TypeError("at least 1 digit is needed");
  const magnitude = Math.abs(value);
  if (magnitude >= 0.1 && magnitude < 1e4) {
    const exponent = [1e3, 1e2, 1e1, 1, 1e-1].findIndex((power) => magnitude >= power);
    const decimals = precision - 1 - (3 - exponent);
    if (decimals > 0 || (precision === 1 && magnitude < 1)) return fixed(value, decimals);
  }
  return scientific(value, Math.max(precision, 2));
}

/** An integer in a base from 2 to 36, its sign in front of the prefix. */
export function inBase(value: number | bigint, base: number, prefix: string, lowercase: boolean): string {
  if (!(base >= 2 && base <= 36)) throw new TypeError(`a base from 2 to 36 is needed, not ${base}`);
  const digits = (value < 0 ? -value : value).toString(base);
  return (value < 0 ? "-" : "") + prefix + (lowercase ? digits : digits.toUpperCase());
}

function decimal(value: number): Decimal {
  const [digits = "", exponent] = Math.abs(value).toExponential(DIGITS).split("e");
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  return { sign, digits: digits.replace(".", ""), point: Number(exponent) + 1 };
}

/** Cuts behind so many decimals and rounds; `carry` when it went up to the next power of ten. */
function mantissa(digits: string, whole: number, decimals: number): { text: string; carry: boolean } {
  const length = whole + decimals;
  const kept = digits.slice(0, length).padEnd(length, "0");
  const rounded = digits.charAt(length) >= "5" ? String(BigInt(kept) + 1n).padStart(length, "0") : kept;
  const shown = rounded.slice(rounded.length - length);
  return { text: `${shown.slice(0, whole)}.${shown.slice(whole)}`, carry: rounded.length > length };
}
