import { boot, inProcess, Node, receive, stringDevice } from "iex-ts";
import type { Figure } from "../figure.js";
import { freshName, startNode } from "../two-nodes.js";

export const nodedown: Figure = {
  name: "nodedown",
  title: "a node killed with SIGKILL, until nodedown",
  unit: "ms",
  better: "less",
  sides: {
    ours: async () => {
      boot(stringDevice());
      await Node.start(freshName("near"));
      return async () => {
        const far = freshName("far");
        const child = await startNode(far);
        return inProcess(async () => {
          if (!(await Node.connect(far))) throw new Error(`Cannot connect with ${far}`);
          Node.monitor(far, true);
          const start = performance.now();
          child.kill("SIGKILL");
          await receive();
          return performance.now() - start;
        });
      };
    },
  },
  budgets: [{ limit: 50 }],
};
