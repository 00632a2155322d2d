import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { Figure } from "../figure.js";
import { iex, ours, peers, type ReplKind } from "../repls.js";

/** Milliseconds after the prompt: what a shell loads behind it belongs to it. */
const SETTLED = 1000;

export const bareMemory: Figure = {
  name: "bare-memory",
  title: "resident memory at the prompt of a shell without a name, all its OS processes",
  unit: "MiB",
  better: "less",
  samples: 3,
  sides: {
    ours: () => () => memoryOf(ours),
    beam: { beam: () => () => memoryOf(iex) },
    ...Object.fromEntries(Object.entries(peers).map(([name, kind]) => [name, () => () => memoryOf(kind)])),
  },
  budgets: [],
};

async function memoryOf({ start }: ReplKind): Promise<number> {
  const repl = await start();
  await sleep(SETTLED);
  const kibibytes = execFileSync("ps", ["-eo", "pgid=,rss="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([group]) => group === repl.group)
    .reduce((sum, [, rss]) => sum + (rss ?? 0), 0);
  await repl.stop();
  return kibibytes / 1024;
}
