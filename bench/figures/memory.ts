import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { stopChild } from "../children.js";
import type { Figure } from "../figure.js";
import { type ShellAtPipes, startIex, startOurs } from "../shells.js";

/** Milliseconds after the prompt: what a shell loads behind it belongs to it. */
const SETTLED = 1000;

export const memory: Figure = {
  name: "memory",
  title: "resident memory at the prompt",
  unit: "MiB",
  better: "less",
  samples: 3,
  sides: {
    ours: () => () => memoryOf(startOurs),
    beam: { beam: () => () => memoryOf(startIex) },
  },
  budgets: [{ against: "beam", ratio: 2 }],
};

async function memoryOf(start: () => Promise<ShellAtPipes>): Promise<number> {
  const { child } = await start();
  await sleep(SETTLED);
  const kibibytes = Number(execFileSync("ps", ["-o", "rss=", "-p", String(child.pid)], { encoding: "utf8" }));
  await stopChild(child);
  return kibibytes / 1024;
}
