/** `npm run bench`: measures the figures that have a budget, beside their peers. */
import { mkdirSync, writeFileSync } from "node:fs";
import { arch, cpus, platform } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { killAll } from "./children.js";
import type { Figure } from "./figure.js";
import { figures } from "./figures/index.js";
import { measure } from "./run.js";
import { prepareSurroundings } from "./surroundings.js";
import { table } from "./table.js";
import type { Verdict } from "./verdict.js";

const HELP = `Usage: npm run bench -- [options] [figure ...]

Measures the figures whose name contains one of the given words; all of them without a word.

  --json FILE    write the results there (bench/results/TIME.json when left out)
  --no-beam      leave out Elixir's column even where elixir is installed
  --list         name the figures and leave
  -h, --help     print this
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "string" },
      "no-beam": { type: "boolean" },
      list: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return print(HELP);
  const chosen = choose(positionals);
  if (values.list) return print(chosen.map(({ name, title }) => `${name.padEnd(20)} ${title}\n`).join(""));
  const file = resolve(
    values.json ?? join("bench", "results", `${new Date().toISOString().replaceAll(":", "-")}.json`),
  );
  await run(chosen, file, !values["no-beam"]);
  return 0;
}

function choose(words: readonly string[]): Figure[] {
  const chosen = figures.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  if (chosen.length === 0) throw new Error(`Cannot find a figure called ${words.join(" or ")}: --list names them all`);
  return chosen;
}

async function run(chosen: readonly Figure[], file: string, wantsBeam: boolean): Promise<void> {
  const surroundings = await prepareSurroundings();
  process.once("exit", surroundings.remove);
  const withBeam = wantsBeam && surroundings.elixir !== undefined;
  const verdicts: Verdict[] = [];
  for (const figure of chosen) {
    // One between a node of ours and one of Elixir's.
    if (!withBeam && typeof figure.sides.ours === "object") continue;
    process.stderr.write(`measuring ${figure.title}\n`);
    const failed = (side: string, why: string): void => void process.stderr.write(`  ${side} failed: ${why}\n`);
    const verdict = await measure(figure, withBeam, failed);
    if (verdict) verdicts.push(verdict);
    else process.exitCode = 1;
  }
  const machine = {
    node: process.version,
    elixir: withBeam ? surroundings.elixir : null,
    platform: `${platform()}-${arch()}`,
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
  };
  print(`\n${table(verdicts)}\n\n${about(machine)}\n`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ time: new Date().toISOString(), machine, figures: verdicts }, null, 2)}\n`);
  process.stderr.write(`The same as JSON: ${file}\n`);
}

function about(machine: {
  node: string;
  elixir: string | null | undefined;
  platform: string;
  cpu: string;
  cores: number;
}) {
  const peer = machine.elixir
    ? `Elixir ${machine.elixir}`
    : "Elixir is missing or left out, so there is no beam column";
  return `Node.js ${machine.node}; ${peer}; ${machine.platform}, ${machine.cores} × ${machine.cpu}\nBest sample of each side, sampled in turn; compare ratios, not numbers of different machines`;
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)
  process.on(signal, () => process.exit(code));

try {
  process.exitCode = (await main()) || process.exitCode || 0;
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
killAll();
process.exit();
