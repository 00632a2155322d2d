import { GenServer, inProcess, Supervisor } from "iex-ts";
import type { Figure } from "../figure.js";
import { Echo } from "../servers.js";

const CHILDREN = 10_000;

export const tree: Figure = {
  name: "tree",
  title: "starting and stopping a tree of 10 000 children",
  unit: "ms",
  better: "less",
  sides: {
    ours: () => () =>
      inProcess(async () => {
        const begin = performance.now();
        const children = Array.from({ length: CHILDREN }, (_, id) => ({
          id,
          start: () => GenServer.startLink(Echo, []),
        }));
        const supervisor = await Supervisor.startLink(children, { strategy: "oneForOne" });
        await Supervisor.stop(supervisor);
        return performance.now() - begin;
      }),
    beam: { beam: "tree.exs" },
  },
  budgets: [],
};
