import { inProcess, Task } from "iex-ts";
import type { Figure } from "../figure.js";
import { TASKS } from "../servers.js";
import { perSecond, twoNodes } from "../two-nodes.js";

const TIMES = 1000;

export const remoteTask: Figure = {
  name: "remote-task",
  title: "remote Task.Supervisor.async and Task.await",
  unit: "tasks/s",
  better: "more",
  samples: 6,
  sides: {
    ours: async () => {
      const far = await twoNodes();
      return () =>
        inProcess(async () => {
          const start = performance.now();
          for (let i = 0; i < TIMES; i++)
            await Task.await(await Task.Supervisor.async([TASKS, far], "Node", "self", []));
          return perSecond(TIMES, performance.now() - start);
        });
    },
    beam: { beam: "remote_task.exs" },
  },
  budgets: [{ against: "beam", ratio: 1 }],
};
