import { setTimeout as sleep } from "node:timers/promises";
import type { Figure } from "../figure.js";
import { everyRepl, openRepl, ours, type ReplKind, tsNode } from "../repls.js";
import { residentMemory } from "../resident.js";

/** Milliseconds after the prompt: what a shell loads behind it belongs to it. */
const SETTLED = 1000;

export const bareMemory: Figure = {
  name: "bare-memory",
  title: "resident memory at the prompt of a shell without a name, all its OS processes",
  unit: "MiB",
  better: "less",
  samples: 3,
  sides: everyRepl((kind) => () => memoryOf(kind)),
  budgets: [],
};

/** Only these two know types: ts-node checks each line, ours when it is asked. */
export const typesMemory: Figure = {
  name: "types-memory",
  title: "the same when types have been asked for",
  unit: "MiB",
  better: "less",
  samples: 3,
  sides: {
    ours: () => () => memoryOf(ours, "t(1 + 1)"),
    "ts-node": () => () => memoryOf(tsNode, tsNode.declaration),
  },
  budgets: [],
};

async function memoryOf(kind: ReplKind, line?: string): Promise<number> {
  const repl = await openRepl(kind);
  if (line !== undefined) await repl.type(line);
  await sleep(SETTLED);
  const memory = residentMemory(repl.group);
  await repl.stop();
  return memory;
}
