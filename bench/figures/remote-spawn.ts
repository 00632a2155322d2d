import { atom, Code, inProcess, Node, type Pid, receive, self, send } from "iex-ts";
import type { Figure } from "../figure.js";
import { asOfPrompt } from "../prompt-function.js";
import { perSecond, twoNodes } from "../two-nodes.js";

const TIMES = 1000;

export const remoteSpawn: Figure = {
  name: "remote-spawn",
  title: "Node.spawnLink of a warm function, and its answer",
  unit: "spawns/s",
  better: "more",
  samples: 6,
  sides: {
    ours: async () => {
      const far = await twoNodes();
      const variables = { caller: undefined as Pid | undefined, atom, send };
      const { answer } = asOfPrompt(Code.addScopeProvider, { answer: "() => send(caller, atom.ok)" }, variables);
      return () =>
        inProcess(async () => {
          variables.caller = self();
          const start = performance.now();
          for (let i = 0; i < TIMES; i++) {
            await Node.spawnLink(far, answer!);
            await receive();
          }
          return perSecond(TIMES, performance.now() - start);
        });
    },
    beam: { beam: "remote_spawn.exs" },
  },
  budgets: [{ against: "beam", ratio: 0.7 }],
};
