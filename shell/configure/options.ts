import { ArgumentError, inspect } from "../../src/index.js";

/** The names of colours and of ways to write. */
const PLAIN = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
export const COLORS: readonly string[] = [
  ...["bold", "dim", "italic", "underline", "inverse", "gray"],
  ...PLAIN,
  ...PLAIN.flatMap((name) => [`${name}Bright`, `bg${capital(name)}`, `bg${capital(name)}Bright`]),
];

/** What a piece of text looks like: `"red"`, or several that add up: `["bold", "cyan"]`; `[]` is as it comes. */
export type Color = string | readonly string[];

/** Which texts of the shell have a colour of their own; in a result the pieces of values keep theirs. */
export const TEXTS = ["evalResult", "evalError", "evalInfo", "docHeadings", "lsDirectory"] as const;
export type Text = (typeof TEXTS)[number];

const KINDS = [
  ...[
    "atom",
    "binary",
    "boolean",
    "comment",
    "date",
    "error",
    "function",
    "key",
    "keyword",
    "list",
    "map",
    "nil",
    "number",
    "pid",
  ],
  ...["port", "reference", "regex", "special", "string", "symbol", "tuple"],
];

export interface Colors extends Partial<Readonly<Record<Text, Color>>> {
  /** Whether there are colours at all; where this is left out the terminal decides. */
  readonly enabled?: boolean;
  /** Colours of the pieces of values, by their kind: `{ atom: "cyan", string: "green" }`. */
  readonly syntaxColors?: Readonly<Record<string, Color>>;
}

/** What `IEx.configure` takes. */
export interface Configuration {
  readonly colors: Colors;
  /** How values print. */
  readonly inspect: { readonly limit?: number; readonly depth?: number; readonly width?: number };
  /** How many columns are used at most; a terminal may have fewer. */
  readonly width: number;
  /** How many values `v()` keeps; all of them when it is -1. */
  readonly historySize: number;
  /** The prompt of a node without a name. `%counter`, `%prefix` and `%node` stand for what they say. */
  readonly defaultPrompt: string;
  /** The prompt of a node with a name. */
  readonly alivePrompt: string;
  /** Asks for the rest of a text; where these are left out the other two do, with the prefix `...`. */
  readonly continuationPrompt?: string;
  readonly aliveContinuationPrompt?: string;
}

interface Rule {
  readonly what: string;
  accepts(value: unknown): boolean;
}

const wholeFrom = (least: number): Rule => ({
  what: `a whole number from ${least}, or Infinity`,
  accepts: (value) => value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && (value as number) >= least),
});
const text: Rule = { what: 'a text, such as "%prefix(%counter)>"', accepts: (value) => typeof value === "string" };
const color: Rule = {
  what: `the name of a colour or a list of them: ${COLORS.slice(0, 14).join(", ")}, redBright, bgRed, …`,
  accepts: (value) => (Array.isArray(value) ? value : [value]).every((name) => COLORS.includes(name)),
};
const rules = (names: readonly string[], rule: Rule): Rules => Object.fromEntries(names.map((name) => [name, rule]));

interface Rules {
  readonly [key: string]: Rule | Rules;
}

const RULES: Rules = {
  colors: {
    enabled: { what: "true or false", accepts: (value) => typeof value === "boolean" },
    ...rules(TEXTS, color),
    syntaxColors: rules(KINDS, color),
  },
  inspect: rules(["limit", "depth", "width"], wholeFrom(0)),
  width: wholeFrom(1),
  historySize: {
    what: "a whole number from -1, which keeps all values",
    accepts: (value) => Number.isInteger(value) && (value as number) >= -1,
  },
  ...rules(["defaultPrompt", "alivePrompt", "continuationPrompt", "aliveContinuationPrompt"], text),
};

/**
 * Checks what somebody wants to configure, before anything changes.
 *
 * @throws ArgumentError that names the key and what it may be
 */
export function checkOptions(options: unknown): asserts options is Partial<Configuration> {
  check(options, RULES, "");
}

function check(options: unknown, known: Rules, path: string): void {
  if (!isPlainObject(options))
    throw new ArgumentError(`invalid configuration${path && ` ${path}`}: ${inspect(options)} is no object of options`);
  for (const [key, value] of Object.entries(options)) {
    const name = path === "" ? key : `${path}.${key}`;
    const rule = Object.hasOwn(known, key) ? known[key]! : undefined;
    if (!rule) throw new ArgumentError(`unknown configuration ${name}: the keys are ${Object.keys(known).join(", ")}`);
    if (!isRule(rule)) check(value, rule, name);
    else if (!rule.accepts(value))
      throw new ArgumentError(`invalid configuration ${name}: ${inspect(value)} is not ${rule.what}`);
  }
}

function isRule(rule: Rule | Rules): rule is Rule {
  return typeof rule.accepts === "function";
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
