import type { Figure, Sampler } from "../figure.js";
import { type ShellAtPipes, startIex, startOurs } from "../shells.js";

const LINES = 100;

export const line: Figure = {
  name: "line",
  title: "1 + 1 typed, until the next prompt",
  unit: "ms",
  better: "less",
  samples: 10,
  sides: {
    ours: () => lines(startOurs),
    beam: { beam: () => lines(startIex) },
  },
  budgets: [{ against: "beam", ratio: 3 }],
};

async function lines(start: () => Promise<ShellAtPipes>): Promise<Sampler> {
  const shell = await start();
  return async () => {
    const begin = performance.now();
    for (let i = 0; i < LINES; i++) await shell.type("1 + 1");
    return (performance.now() - begin) / LINES;
  };
}
