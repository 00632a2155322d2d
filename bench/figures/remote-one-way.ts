import { atom, inProcess, Node, receive, self, send, tuple } from "iex-ts";
import type { Figure } from "../figure.js";
import { perSecond, twoNodes } from "../two-nodes.js";

const TIMES = 50_000;

export const remoteOneWay: Figure = {
  name: "remote-one-way",
  title: "remote one-way small messages",
  unit: "messages/s",
  better: "more",
  sides: {
    ours: async () => {
      const far = await twoNodes();
      return () =>
        inProcess(async () => {
          const me = self();
          const times = TIMES;
          const sink = await Node.spawnLink(far, async () => {
            for (let i = 0; i < times; i++) await receive();
            send(me, atom.ok);
          });
          const start = performance.now();
          for (let i = 0; i < TIMES; i++) send(sink, tuple(atom.ok, i));
          await receive();
          return perSecond(TIMES, performance.now() - start);
        });
    },
    beam: { beam: "remote_one_way.exs" },
  },
  budgets: [{ against: "beam", ratio: 5 }],
};
