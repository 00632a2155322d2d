import { stopChild } from "../children.js";
import type { Figure } from "../figure.js";
import { freshName, lineOf, startNode } from "../two-nodes.js";

const SIZE = 20;

export const mesh: Figure = {
  name: "mesh",
  title: `mesh of ${SIZE} nodes, from the last boot to all being connected`,
  unit: "ms",
  better: "less",
  samples: 2,
  sides: {
    ours: () => async () => {
      const names = Array.from({ length: SIZE }, () => freshName("mesh"));
      const env = { MESH_SIZE: String(SIZE) };
      const started = names.map((name, i) => startNode(name, i === 0 ? [] : [names[0]!], env));
      const nodes = await Promise.all(started);
      const booted = Date.now();
      const met = await Promise.all(nodes.map((node) => lineOf(node, "@ met")));
      await Promise.all(nodes.map(stopChild));
      return Math.max(0, ...met.map((line) => Number(line.slice("@ met ".length)) - booted));
    },
  },
  budgets: [{ limit: 1000 }],
};
