import { Process } from "../src/index.js";
import type { Screen } from "./terminal/device.js";

/**
 * Runs a shell's loop under the group leader of the calling process. Whoever can reach a shell can end
 * the process that reads and prints for it: then the shell ends too, and says so past that process.
 *
 * @returns the status of the loop, 1 without a group leader
 */
export async function whileLed(screen: Screen, serve: () => Promise<number>): Promise<number> {
  const leader = Process.groupLeader();
  const isGone = (): boolean => leader.isLocal && !Process.alive(leader);
  const status = await serve().catch((error) => {
    if (isGone()) return 1;
    throw error;
  });
  if (!isGone()) return status;
  await screen.write("*** ERROR: Shell process terminated! ***\n");
  return 1;
}
