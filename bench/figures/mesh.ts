import { stopChild } from "../children.js";
import type { Figure } from "../figure.js";
import { freshName, launchNode, lineOf } from "../two-nodes.js";

const SIZE = 20;

export const mesh: Figure = {
  name: "mesh",
  title: `mesh of ${SIZE} nodes, from the last boot to all being connected`,
  unit: "ms",
  better: "less",
  samples: 2,
  sides: {
    ours: () => meet,
  },
  budgets: [{ limit: 1000 }],
};

/** Each node knows only the first; the others find each other. */
async function meet(): Promise<number> {
  const names = Array.from({ length: SIZE }, () => freshName("mesh"));
  const first = names[0]!;
  const nodes = [launchNode(first, [first, String(SIZE)])];
  await lineOf(nodes[0]!, "@ ready");
  for (const name of names.slice(1)) nodes.push(launchNode(name, [first, String(SIZE)]));
  const met = nodes.map((node) => lineOf(node, "@ met"));
  await Promise.all(nodes.slice(1).map((node) => lineOf(node, "@ ready")));
  const booted = Date.now();
  const times = await Promise.all(met);
  await Promise.all(nodes.map(stopChild));
  return Math.max(0, ...times.map((line) => Number(line.slice("@ met ".length)) - booted));
}
