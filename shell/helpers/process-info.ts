import type { Pid } from "../../src/index.js";
import { ArgumentError, IO, inspect, Pid as PidClass } from "../../src/index.js";
import { QUIET } from "../evaluator.js";
import type { Helper } from "./helper.js";

export const processInfo: Helper = {
  signature: "processInfo(pid)",
  summary: "prints what is known of a process, of this node or another",
  details: "Its name, what it was started with, what it waits for, its links and who monitors whom.",
  make: (session) => async (pid: Pid) => {
    if (!(pid instanceof PidClass))
      throw new ArgumentError(
        `could not tell which process: ${inspect(pid)} is no pid, give one as in processInfo(self())`,
      );
    const { formatProcess, readProcess } = await import("./info/process.js");
    const process = await readProcess(pid);
    await IO.puts(
      process === undefined
        ? session.style.color("evalError", `Failed with: ${inspect(pid)} is not alive or cannot be reached`)
        : formatProcess(pid, process, session.style),
    );
    return QUIET;
  },
};
