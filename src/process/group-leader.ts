import { Pid } from "../term/index.js";
import { invalidArgument } from "./address.js";
import { ArgumentError } from "./errors.js";
import { me } from "./me.js";
import { isHere } from "./names.js";
import { lookup } from "./table.js";
import { toRemote } from "./wire.js";

/**
 * The process that does the input and output of the calling one, or makes another process that of
 * a given one (`Process.group_leader/0` and `/2`). It is inherited by every process that is
 * spawned, across nodes: that is how output finds its way to the caller's terminal.
 *
 * @param pid whose group leader to change; left out, the caller's is returned
 */
export function groupLeader(): Pid;
export function groupLeader(pid: Pid, leader: Pid): true;
export function groupLeader(pid?: Pid, leader?: Pid): Pid | true {
  const process = me();
  if (pid === undefined) return process.groupLeader;
  if (!(leader instanceof Pid)) throw new ArgumentError(invalidArgument(2, "not a pid"));
  if (isHere(pid.node)) {
    const other = lookup(pid);
    if (!other) throw new ArgumentError(invalidArgument(1, "not the pid of a living process"));
    other.groupLeader = leader;
  } else toRemote(pid, { type: "groupLeader", from: process.pid, to: pid, leader });
  return true;
}
