import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { atom, atomName, ImproperList, isAtom, isTuple, type Tuple, tupleFrom } from "../../src/term/index.js";
import { inspect } from "../../src/term/inspect.js";

const hasElixir = spawnSync("elixir", ["--short-version"]).status === 0;
if (!hasElixir) console.warn("No elixir on the PATH: the comparison with Elixir's inspect is SKIPPED");
const comparison = hasElixir ? describe : describe.skip;

/** One value and how to print it; `source` is the value as an Elixir expression. */
interface Case {
  source: string;
  width: number;
  limit: number;
  ours: string;
}

const ATOMS = [
  ..."ok error sup? foo! foo@localhost Foo Elixir.Foo Elixir.Foo.Bar Elixir.foo Elixir.Foo? Elixir".split(" "),
  ..."+ - ++ .. ..// ... |> <> && and when fn ^^^ => == <|> ~~~ :: ; . @ %{} {} <<>> \\\\ <<< ** // & % [] { |".split(
    " ",
  ),
  ...[
    "hello world",
    "",
    "a-b",
    "1a",
    "a?b",
    "foo@localhost.com",
    "$gen_call",
    "a\nb",
    '"',
    "\\",
    "@a",
    "_",
    "_a",
    "a1",
  ],
  ...[
    "é",
    "été?",
    "日本",
    "日a",
    "Ω1",
    "аb",
    "a_б",
    "aべ",
    "ﬁ",
    "ａ",
    "𝒜",
    "😀",
    "n\u0303",
    "Ж?",
    "٣",
    "a٣",
    "ا٣",
    "hi",
    "·a",
  ],
  ...["elixir_is_a_long_name_for_an_atom", "Elixir.Some.Very.Long.Module.Name", "true", "false"],
];

/** Inside of larger values: wrapping counts columns here and bytes there, which differ beyond ASCII. */
const ASCII = ATOMS.filter((name) => /^[ -~\n]*$/.test(name));

const leaf = fc.oneof(
  fc.integer({ min: -1000, max: 100_000_000 }),
  fc.constantFrom(1.5, -0.25, 1234.5678, 0.001),
  fc.constantFrom(...ASCII).map((name) => atom(name)),
  fc.constantFrom(true, false),
  fc.string({ unit: fc.constantFrom(...'abcdef "\\\n\t\x1b_-'), maxLength: 45, size: "max" }),
  fc.uint8Array({ min: 128, max: 191, minLength: 1, maxLength: 30, size: "max" }),
);

const { term } = fc.letrec<{ term: unknown; tuple: unknown; list: unknown; keywords: unknown; improper: unknown }>(
  (tie) => ({
    term: fc.oneof({ maxDepth: 4 }, leaf, tie("tuple"), tie("list"), tie("keywords"), tie("improper")),
    tuple: fc.array(tie("term"), { minLength: 1, maxLength: 6, size: "max" }).map(tupleFrom),
    list: fc.array(tie("term"), { maxLength: 7, size: "max" }),
    keywords: fc.array(fc.tuple(fc.constantFrom(...ASCII.map((name) => atom(name))), tie("term")).map(tupleFrom), {
      maxLength: 5,
    }),
    improper: fc
      .tuple(fc.array(tie("term"), { minLength: 1, maxLength: 5 }), leaf)
      .map(([items, tail]) => new ImproperList(items, tail)),
  }),
);

const values = [
  ...fc.sample(fc.tuple(term, fc.constantFrom(80, 80, 40, 20, 120), fc.constantFrom(50, 50, 7)), {
    seed: 20_261_122,
    numRuns: 300,
  }),
  ...ATOMS.map((name) => [tupleFrom([atom(name), [tupleFrom([atom(name), 1])]]), 80, 50] as [unknown, number, number]),
  [Array.from({ length: 60 }, (_, i) => i), 80, 50],
  [[[[Array.from({ length: 60 }, (_, i) => i)]], Array.from({ length: 60 }, (_, i) => [i])], 80, 50],
  [new Uint8Array(60).fill(255), 80, 50],
  ["x".repeat(5000), 80, 50],
] as [unknown, number, number][];

comparison("inspect, judged by Elixir's own", () => {
  const cases: Case[] = values.map(([value, width, limit]) => ({
    source: toElixir(value),
    width,
    limit,
    ours: inspect(value, { width, limit }),
  }));
  let theirs: string[] = [];
  beforeAll(() => {
    theirs = inspectInElixir(cases);
  });

  it("prints every value of the sample to the character as Elixir does", () => {
    expect(theirs).toHaveLength(cases.length);
    const different = cases.flatMap(({ source, width, limit, ours }, i) =>
      ours === theirs[i] ? [] : [{ source, width, limit, ours: ours.split("\n"), theirs: theirs[i]?.split("\n") }],
    );
    expect(different.slice(0, 3)).toEqual([]);
  });
});

/** One run of elixir prints all values. */
function inspectInElixir(cases: Case[]): string[] {
  const directory = mkdtempSync(join(tmpdir(), "iex-ts-inspect-"));
  const program = join(directory, "judge.exs");
  const lines = cases.map(({ width, limit, source }) => `${width} ${limit} ${Buffer.from(source).toString("base64")}`);
  writeFileSync(join(directory, "terms"), lines.join("\n"));
  writeFileSync(program, PROGRAM);
  const run = spawnSync("elixir", ["-e", "Code.eval_file(hd(System.argv()))", program, join(directory, "terms")], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
    env: { ...process.env, LC_ALL: "C.UTF-8", ELIXIR_ERL_OPTIONS: "+fnu" },
  });
  rmSync(directory, { recursive: true });
  if (run.status !== 0) throw new Error(`Elixir could not print the sample: ${run.stderr}`);
  return run.stdout.split("\0").slice(0, -1);
}

const PROGRAM = `
[_, file] = System.argv()
for line <- String.split(File.read!(file), "\\n") do
  [width, limit, source] = String.split(line, " ")
  {term, _} = source |> Base.decode64!() |> Code.eval_string()
  options = [pretty: true, width: String.to_integer(width), limit: String.to_integer(limit), charlists: :as_lists]
  IO.write([inspect(term, options), 0])
end
`;

/** The value as an Elixir expression. */
function toElixir(value: unknown): string {
  if (isAtom(value)) return `:"${characters(atomName(value))}"`;
  if (typeof value === "string") return `"${characters(value)}"`;
  if (value instanceof Uint8Array) return `<<${value.join(", ")}>>`;
  if (value instanceof ImproperList) return `[${value.items.map(toElixir).join(", ")} | ${toElixir(value.tail)}]`;
  if (isTuple(value)) return `{${[...(value as Tuple)].map(toElixir).join(", ")}}`;
  if (Array.isArray(value)) return `[${value.map(toElixir).join(", ")}]`;
  return String(value);
}

function characters(text: string): string {
  return [...text].map((character) => `\\x{${character.codePointAt(0)!.toString(16)}}`).join("");
}
