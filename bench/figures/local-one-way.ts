import { atom, inProcess, receive, self, send, spawnLink } from "iex-ts";
import type { Figure } from "../figure.js";
import { perSecond } from "../two-nodes.js";

const TIMES = 500_000;

export const localOneWay: Figure = {
  name: "local-one-way",
  title: "local one-way messages",
  unit: "messages/s",
  better: "more",
  sides: {
    ours: () => () =>
      inProcess(async () => {
        const me = self();
        const start = performance.now();
        const sink = spawnLink(async () => {
          for (let i = 0; i < TIMES; i++) await receive();
          send(me, atom.ok);
        });
        for (let i = 0; i < TIMES; i++) send(sink, i);
        await receive();
        return perSecond(TIMES, performance.now() - start);
      }),
    beam: { beam: "local_one_way.exs" },
  },
  budgets: [{ against: "beam", ratio: 0.5 }],
};
