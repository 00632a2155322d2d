import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { startChild } from "./children.js";
import type { Figure, Side } from "./figure.js";
import { beam, entry, NODE_FLAGS } from "./places.js";
import { openSide, type RemoteSide } from "./sample-lines.js";
import { judge, type Verdict } from "./verdict.js";

const SAMPLES = 5;
/** Milliseconds; a loaded machine boots slowly. */
const LONGEST = 60_000;

/**
 * Measures a figure: all sides are made ready, warmed up, and then sampled in turn, so that
 * whatever else the machine does meanwhile disturbs all of them.
 *
 * @param withBeam false leaves the BEAM out
 * @returns undefined when ours could not be measured; `failed` hears why
 */
export async function measure(
  figure: Figure,
  withBeam: boolean,
  failed: (side: string, why: string) => void,
): Promise<Verdict | undefined> {
  const failures: Record<string, string> = {};
  const samples = new Map<string, number[]>();
  const open = new Map<string, RemoteSide>();
  const attempt = async (side: string, action: () => Promise<void>): Promise<void> => {
    try {
      await action();
    } catch (error) {
      failures[side] = (error as Error).message;
      samples.delete(side);
      open.delete(side);
      failed(side, failures[side]);
    }
  };
  const wanted = Object.entries(figure.sides).filter(([, side]) => withBeam || typeof side === "function");
  for (const [name, side] of wanted)
    await attempt(name, async () => void open.set(name, await openSide(start(figure, name, side), LONGEST)));
  const closing = [...open.values()];
  for (let round = 0; round <= (figure.samples ?? SAMPLES); round++)
    for (const [name, side] of open)
      await attempt(name, async () => {
        const value = await side.sample();
        // The first warms up.
        if (round === 0) samples.set(name, []);
        else samples.get(name)!.push(value);
      });
  for (const side of closing) await side.close();
  return judge(figure, samples, failures);
}

function start(figure: Figure, name: string, side: Side): ChildProcess {
  if (typeof side === "object" && typeof side.beam === "string") {
    const args = ["--sname", `beam-${process.pid}@localhost`, join(beam, side.beam)];
    return startChild("elixir", args, { stdio: "pipe", detached: true });
  }
  const args = [...NODE_FLAGS, entry("side"), figure.name, name];
  return startChild(process.execPath, args, { stdio: "pipe", detached: true });
}
