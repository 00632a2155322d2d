import { atom, inProcess, receive, self, send, tuple } from "iex-ts";
import { withBeam } from "../beam-node.js";
import type { BeamSide, Figure } from "../figure.js";
import { perSecond } from "../two-nodes.js";

const MEBIBYTE = 1 << 20;

/** The same as `remote-bytes`, to a node of Erlang. */
export const beamBytes: Figure = {
  name: "beam-bytes",
  title: "1 MiB messages to a BEAM node (BEAM: between two)",
  unit: "MiB/s",
  better: "more",
  sides: { ours: { beam: sending(1, 128, 16) }, beam: { beam: "remote_bytes.exs" } },
  budgets: [{ against: "beam", ratio: 0.3 }],
};

export const beamLarge: Figure = {
  name: "beam-large",
  title: "64 MiB messages to a BEAM node (BEAM: between two)",
  unit: "MiB/s",
  better: "more",
  sides: { ours: { beam: sending(64, 4, 1) }, beam: { beam: "remote_large.exs" } },
  budgets: [{ against: "beam", ratio: 0.3 }],
};

/** @param window messages sent at once before the receiver is asked whether it has them */
function sending(mebibytes: number, times: number, window: number): BeamSide {
  return async () => {
    const far = await withBeam();
    const bytes = new Uint8Array(mebibytes * MEBIBYTE).fill(255);
    return () =>
      inProcess(async () => {
        const asked = tuple(self(), atom.ok);
        const start = performance.now();
        for (let sent = 0; sent < times; sent += window) {
          for (let i = 0; i < window; i++) send(["drain", far], bytes);
          send(["drain", far], asked);
          await receive();
        }
        return perSecond(times * mebibytes, performance.now() - start);
      });
  };
}
