import type { Pid } from "../term/index.js";

/** A process that an error ended: what Erlang's emulator tells its logger. */
export interface Crash {
  pid: Pid;
  reason: unknown;
  groupLeader: Pid;
}

/** Told of crashes and of what the kernel has to say to a person. */
export interface Reporter {
  crash(crash: Crash): void;
  warning(message: string, groupLeader?: Pid): void;
}

let reporter: Reporter = {
  crash: ({ pid, reason }) => console.error(`Process ${pid} ended:`, reason),
  warning: (message) => console.error(message),
};

/** Says where reports go: the logger, once there is one. */
export function setReporter(next: Reporter): void {
  reporter = next;
}

export const report: Reporter = {
  crash: (crash) => reporter.crash(crash),
  warning: (message, groupLeader) => reporter.warning(message, groupLeader),
};
