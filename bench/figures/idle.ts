import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { atom, inProcess, type Pid, Process, receive, spawn } from "iex-ts";
import type { Figure } from "../figure.js";

const COUNT = 100_000;

export const idle: Figure = {
  name: "idle",
  title: `idle process in receive, of ${COUNT.toLocaleString("en-US")}`,
  unit: "bytes",
  better: "less",
  samples: 3,
  sides: {
    ours: () => {
      setFlagsFromString("--expose-gc");
      const collect = runInNewContext("gc") as () => void;
      return () =>
        inProcess(async () => {
          const before = used(collect);
          const pids: Pid[] = [];
          for (let i = 0; i < COUNT; i++) pids.push(spawn(async () => void (await receive())));
          await Process.sleep(0);
          const after = used(collect);
          for (const pid of pids) Process.exit(pid, atom.kill);
          return (after - before) / COUNT;
        });
    },
    beam: { beam: "idle.exs" },
  },
  budgets: [{ against: "beam", ratio: 0.75 }],
};

function used(collect: () => void): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
