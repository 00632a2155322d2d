import { bindConsole, type Device, logReporter, standardDevice, startGroupLeader, startLogger } from "../io/index.js";
import {
  deliver,
  describeCallsWith,
  Process,
  type Signal,
  setDefaultGroupLeader,
  setReporter,
  whenLeaderless,
  whenUnplugged,
} from "../process/index.js";
import { atom, atomName, inspect, type Pid } from "../term/index.js";
import { isLoaded } from "./loaded.js";
import { cluster } from "./state.js";

/** What runs on a node from the beginning. */
export interface System {
  /** The group leader of whatever nobody else leads; it serves the device that was given. */
  user: Pid;
  /** Undoes what {@link boot} did to the OS process. */
  restore(): void;
}

/**
 * Starts the processes that every node has: `user` and `standard_error`, which serve its device,
 * and the logger. From then on `console.log` follows the group leader.
 *
 * A program that does not call it has it done, with its standard streams, by its first process.
 *
 * @param device where the node prints
 */
export function boot(device: Device = standardDevice()): System {
  // The processes that are started here must not have it done once more.
  whenLeaderless(() => {});
  const user = startGroupLeader(device);
  Process.register(user, "user");
  Process.register(startGroupLeader(device, "stderr"), "standard_error");
  setDefaultGroupLeader(user);
  startLogger({ device: "user", isUp: (node) => cluster()?.distribution.isConnected(node) ?? false, isLoaded });
  setReporter(logReporter);
  whenUnplugged(answerUnreachable);
  describeCallsWith(({ module, name, args }) => `${inspect(module)}::${atomName(name)},${inspect(args)}`);
  return { user, restore: bindConsole() };
}

/** A node without a name reaches no other: everything fails as if the other were down. */
function answerUnreachable(_node: string, signal: Signal): void {
  const reason = atom.noconnection;
  if (signal.type === "spawnRequest")
    deliver({ type: "spawnReply", ref: signal.ref, to: signal.from, linked: false, monitored: false, result: reason });
  else if (signal.type === "link") deliver({ type: "exit", from: signal.to, to: signal.from, reason });
  else if (signal.type === "monitor")
    deliver({ type: "down", from: signal.to, to: signal.from, ref: signal.ref, reason });
}
