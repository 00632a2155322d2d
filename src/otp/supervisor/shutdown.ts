import { Process, replyFor } from "../../process/index.js";
import { atom, type Pid, type Reference, type Tuple } from "../../term/index.js";
import type { Shutdown } from "./child-spec.js";

/**
 * Ends a child and waits for its end: it is asked to, and killed when it takes too long. The link to
 * it stays meanwhile, so that it does not survive a supervisor that is killed while it waits.
 */
export async function shutDown(pid: Pid, shutdown: Shutdown): Promise<void> {
  await watched(pid, shutdown).end();
}

/** Ends many children at the same time, and waits until the last has ended. */
export async function shutDownAll(children: Iterable<{ pid: Pid; shutdown: Shutdown }>): Promise<void> {
  // Each is watched before the first is ended: their ends come as messages too.
  const all = Array.from(children, ({ pid, shutdown }) => watched(pid, shutdown));
  await Promise.all(all.map(({ end }) => end()));
}

function watched(pid: Pid, shutdown: Shutdown): { end(): Promise<void> } {
  const ref = Process.monitor(pid);
  const down = replyFor(ref, typeof shutdown === "number" ? shutdown : Number.POSITIVE_INFINITY);
  return {
    end: async () => {
      Process.exit(pid, shutdown === "brutalKill" ? atom.kill : atom.shutdown);
      if (!(await down)) await kill(pid, ref);
    },
  };
}

async function kill(pid: Pid, ref: Reference): Promise<Tuple> {
  Process.demonitor(ref, { flush: true });
  const down = replyFor(Process.monitor(pid));
  Process.exit(pid, atom.kill);
  return down;
}
