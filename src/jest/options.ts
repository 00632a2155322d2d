/** Chooses tests: all that have a tag, or all whose tag has a value. */
export type Filter = readonly [name: string] | readonly [name: string, value: unknown];

/** Which tests run: those that are not excluded, or included all the same. */
export interface Filters {
  readonly include: readonly Filter[];
  readonly exclude: readonly Filter[];
}

/** What the command line says of a run of tests. */
export interface TestOptions extends Filters {
  /** True when `--only` was given: a run without a test is then a mistake. */
  readonly only: boolean;
  /** The node that the tests run on. */
  readonly node?: { readonly name: string; readonly type: "shortnames" | "longnames"; readonly cookie?: string };
}

/** The environment variable that takes the options from the command to the tests. */
const VARIABLE = "IEX_TS_TEST";

/** Options with a value that are not jest's. */
const OPTIONS = ["only", "include", "exclude", "sname", "name", "cookie"] as const;
type Option = (typeof OPTIONS)[number];

/** What jest calls ExUnit's `--trace`: every test by its name, one at a time. */
const TRACE = ["--verbose", "--runInBand"];

/**
 * Takes from the arguments of `iex-ts test` what jest does not know: `--only`, `--include` and
 * `--exclude` (each `tag` or `tag:value`, as often as needed), `--sname`, `--name` and `--cookie`; and
 * says `--trace` in jest's words.
 *
 * @returns the environment variables and the arguments for jest
 * @throws Error for an option without its value
 * @example
 * testEnvironment(["--only", "slow", "--watch"]);
 * // { env: { IEX_TS_TEST: '{"only":true,…}' }, args: ["--watch"] }
 */
export function testEnvironment(args: readonly string[]): { env: Record<string, string>; args: string[] } {
  const given: [Option, string][] = [];
  const rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const [name, inline] = optionOf(args[i]!);
    if (args[i] === "--trace") rest.push(...TRACE);
    else if (name === undefined) rest.push(args[i]!);
    else given.push([name, inline ?? required(name, args[++i])]);
  }
  return { env: { [VARIABLE]: JSON.stringify(collect(given)) }, args: rest };
}

function optionOf(argument: string): [name?: Option, inline?: string | undefined] {
  const [, name, inline] = /^--([a-z]+)(?:=(.*))?$/s.exec(argument) ?? [];
  return OPTIONS.includes(name as Option) ? [name as Option, inline] : [];
}

function required(name: Option, value: string | undefined): string {
  if (value === undefined || value.startsWith("--"))
    throw new Error(`The option --${name} needs a value: --${name} ${EXAMPLES[name]}`);
  return value;
}

const EXAMPLES: Record<Option, string> = {
  only: "slow",
  include: "slow:true",
  exclude: "slow",
  sname: "test@localhost",
  name: "test@127.0.0.1",
  cookie: "SECRET",
};

function collect(given: readonly [Option, string][]): TestOptions {
  const filters = (option: Option): Filter[] =>
    given.filter(([name]) => name === option).map(([, value]) => parseFilter(value));
  const last = (option: Option): string | undefined => given.findLast(([name]) => name === option)?.[1];
  const only = given.some(([name]) => name === "only");
  const name = last("sname") ?? last("name");
  const cookie = last("cookie");
  return {
    only,
    // As ExUnit has it: every test is tagged `test`.
    exclude: [...(only ? [["test"] as const] : []), ...filters("exclude")],
    include: [...filters("only"), ...filters("include")],
    ...(name === undefined
      ? {}
      : {
          node: {
            name,
            type: last("sname") === undefined ? "longnames" : "shortnames",
            ...(cookie === undefined ? {} : { cookie }),
          },
        }),
  };
}

/** A filter of the command line: `slow`, or `os:unix`. */
export function parseFilter(argument: string): Filter {
  const colon = argument.indexOf(":");
  return colon < 0 ? [argument] : [argument.slice(0, colon), argument.slice(colon + 1)];
}

/** What {@link testEnvironment} wrote; without it, no filters and no node. */
export function readOptions(env: Readonly<Record<string, string | undefined>> = process.env): TestOptions {
  const text = env[VARIABLE];
  return text ? (JSON.parse(text) as TestOptions) : { only: false, include: [], exclude: [] };
}

/**
 * The name of the node that one of jest's workers runs: tests run in several at once.
 *
 * @param worker counted from 1; the first has the name as it was given
 * @example
 * workerName("t@localhost", 2); // t-2@localhost
 */
export function workerName(name: string, worker: number): string {
  return worker <= 1 ? name : name.replace(/^[^@]+/, (short) => `${short}-${worker}`);
}
