import { GenServer, inProcess } from "iex-ts";
import type { Figure } from "../figure.js";
import { ECHO, Echo } from "../servers.js";
import { perSecond, twoNodes } from "../two-nodes.js";

const LOCAL_TIMES = 100_000;
const REMOTE_TIMES = 1000;

export const localServerCall: Figure = {
  name: "local-server-call",
  title: "local GenServer.call",
  unit: "calls/s",
  better: "more",
  sides: {
    ours: () => () =>
      inProcess(async () => {
        const server = await GenServer.startLink(Echo, []);
        const rate = await calls(server, LOCAL_TIMES);
        await GenServer.stop(server);
        return rate;
      }),
    beam: { beam: "local_server_call.exs" },
  },
  budgets: [{ against: "beam", ratio: 0.5 }],
};

export const remoteServerCall: Figure = {
  name: "remote-server-call",
  title: "remote GenServer.call",
  unit: "calls/s",
  better: "more",
  samples: 6,
  sides: {
    ours: async () => {
      const far = await twoNodes();
      return () => inProcess(() => calls([ECHO, far], REMOTE_TIMES));
    },
    beam: { beam: "remote_server_call.exs" },
  },
  budgets: [{ against: "beam", ratio: 1 }],
};

async function calls(server: GenServer.Server, times: number): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < times; i++) await GenServer.call(server, "ping");
  return perSecond(times, performance.now() - start);
}
