import { atom, type Device, inProcess, Node, type Pid, Process, self, startGroupLeader } from "../../src/index.js";
import { type Manner, openRemoteShell } from "../remote/remsh.js";
import type { Shell } from "../start.js";
import type { SharedTerminal, ShellDevice } from "../terminal/device.js";
import { JobControl } from "./job-control.js";

export interface JobsOptions {
  terminal: SharedTerminal;
  /** What shells of other nodes are told of it. */
  manner: Manner;
  /** Starts a shell of this node with that group leader; that of the terminal itself when left out. */
  startLocal(screen: ShellDevice, leader?: Pid): Shell;
  /** A device whose lines the arrow keys bring back later. */
  remembering(device: ShellDevice): Device;
  onBreak(): void;
}

/** The shells of a terminal: each but the first has a group leader of its own, which ends with it. */
export function openJobs({ terminal, manner, startLocal, remembering, onBreak }: JobsOptions): JobControl {
  return new JobControl({
    terminal,
    onBreak,
    nodeName: () => (Node.isAlive() ? Symbol.keyFor(Node.self()) : undefined),
    startLocal: (device) => {
      if (device === terminal) return startLocal(terminal);
      const leader = startGroupLeader(device);
      return withLeader(startLocal(device, leader), leader);
    },
    startRemote: async (node, device) => {
      if (device === terminal) return openRemoteShell(node, terminal, manner);
      const leader = startGroupLeader(remembering(device));
      try {
        const shell = await inProcess(() => {
          Process.groupLeader(self(), leader);
          return openRemoteShell(node, device, manner);
        });
        return withLeader(shell, leader);
      } catch (error) {
        end(leader);
        throw error;
      }
    },
  });
}

function withLeader(shell: Shell, leader: Pid): Shell {
  return { ...shell, left: shell.left.finally(() => end(leader)) };
}

function end(leader: Pid): void {
  void inProcess(() => void Process.exit(leader, atom.kill));
}
