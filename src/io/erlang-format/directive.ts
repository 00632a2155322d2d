import type { Encoding } from "./notation.js";

/** A directive of a format with its arguments: `~-10.4.0ts`. */
export interface Directive {
  /** The letter that says what it does. */
  control: string;
  args: unknown[];
  width: number | undefined;
  adjust: "left" | "right";
  precision: number | undefined;
  pad: string;
  encoding: Encoding;
  /** False with the modifier `l`: lists and binaries are not shown as text. */
  strings: boolean;
  /** True with the modifier `k`: maps are sorted by their keys. */
  ordered: boolean;
}

/** How many arguments each directive takes, besides those for `*`. */
const ARGUMENTS: Record<string, number> = {
  ...{ w: 1, p: 1, W: 2, P: 2, s: 1, c: 1, i: 1, n: 0, "~": 0 },
  ...{ e: 1, f: 1, g: 1, b: 1, B: 1, x: 2, X: 2, "+": 1, "#": 1 },
};

const DIRECTIVE = /~(-?)(\*|\d+)?(?:\.(\*|\d+)?(?:\.(\*|[\s\S]))?)?([tlk]*)([\s\S]?)/uy;

/**
 * Takes a format apart: texts, and directives with their arguments.
 *
 * @throws TypeError where the format and the arguments do not fit
 */
export function parseFormat(format: string, args: readonly unknown[]): (string | Directive)[] {
  const parts: (string | Directive)[] = [];
  const left = new Arguments(args);
  let at = 0;
  for (let tilde = format.indexOf("~"); tilde >= 0; tilde = format.indexOf("~", at)) {
    if (tilde > at) parts.push(format.slice(at, tilde));
    DIRECTIVE.lastIndex = tilde;
    const found = DIRECTIVE.exec(format)!;
    parts.push(parseDirective(found, left));
    at = tilde + found[0].length;
  }
  if (at < format.length) parts.push(format.slice(at));
  left.end();
  return parts;
}

function parseDirective(
  [text, minus, width, precision, pad, modifiers, control]: RegExpExecArray,
  args: Arguments,
): Directive {
  const signed = number(width, args);
  if (minus === "-" && signed === undefined) throw new TypeError(`the directive ${text} has no width behind its minus`);
  const columns = minus === "-" ? -signed! : signed;
  const directive = {
    width: columns && Math.abs(columns),
    adjust: columns !== undefined && columns < 0 ? "left" : "right",
    precision: number(precision, args),
    pad: pad === "*" ? args.character() : (pad ?? " "),
    encoding: modifiers!.includes("t") ? "unicode" : "latin1",
    strings: !modifiers!.includes("l"),
    ordered: modifiers!.includes("k"),
  } as const;
  const count = ARGUMENTS[control!];
  if (count === undefined) throw new TypeError(`there is no directive ${text}`);
  return { ...directive, control: control!, args: Array.from({ length: count }, () => args.next()) };
}

function number(text: string | undefined, args: Arguments): number | undefined {
  if (text === undefined) return undefined;
  return text === "*" ? args.integer() : Number(text);
}

class Arguments {
  #taken = 0;

  constructor(readonly all: readonly unknown[]) {}

  next(): unknown {
    if (this.#taken === this.all.length) throw new TypeError("there are too few arguments");
    return this.all[this.#taken++];
  }

  integer(): number {
    const value = this.next();
    if (!Number.isSafeInteger(value)) throw new TypeError("an integer is needed for each *");
    return value as number;
  }

  character(): string {
    return String.fromCodePoint(this.integer());
  }

  end(): void {
    if (this.#taken < this.all.length) throw new TypeError("there are too many arguments");
  }
}
