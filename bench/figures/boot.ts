import { startChild } from "../children.js";
import type { Figure } from "../figure.js";
import { bootOf, startIex, startOurs } from "../shells.js";

export const boot: Figure = {
  name: "boot",
  title: "boot to the first prompt of a named node",
  unit: "ms",
  better: "less",
  samples: 10,
  sides: {
    ours: () => () => bootOf(startOurs),
    beam: { beam: () => () => bootOf(startIex) },
    "node -e 0": () => bare,
  },
  budgets: [
    { against: "beam", ratio: 0.4 },
    { against: "node -e 0", ratio: 2 },
  ],
};

function bare(): Promise<number> {
  const begin = performance.now();
  const child = startChild(process.execPath, ["-e", "0"], { stdio: "ignore" });
  return new Promise((resolve) => child.once("exit", () => resolve(performance.now() - begin)));
}
