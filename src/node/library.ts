import { codeServer, funCodec, provideLibrary, registerModule, setFunPid } from "../code/index.js";
import { setFunCodec } from "../etf/index.js";
import { IO } from "../io/index.js";
import * as otp from "../otp/index.js";
import { current, hideFrames, Process, setCodeServer, whenLeaderless } from "../process/index.js";
import { localPid } from "../term/index.js";
import { boot } from "./boot.js";
import * as Code from "./code.js";
import * as Kernel from "./kernel.js";
import { exportCalled } from "./modules/elixir-name.js";
import { erlangModules } from "./modules/index.js";
import * as Node from "./node.js";

/** The folder that holds the runtime: its frames say nothing to its users. */
const RUNTIME = new URL(".", import.meta.url).pathname;

/** Who makes functions outside of processes. */
const NOBODY = localPid(0, 0);

/** The modules that other nodes can call by name without loading anything. */
const builtin = {
  Code,
  IO,
  Kernel,
  Node,
  Process,
  ...erlangModules,
  Agent: otp.Agent,
  Application: otp.Application,
  DynamicSupervisor: otp.DynamicSupervisor,
  GenServer: otp.GenServer,
  Logger: otp.Logger,
  Registry: otp.Registry,
  Supervisor: otp.Supervisor,
  Task: otp.Task,
  "Task.Supervisor": otp.Task.Supervisor,
};

/**
 * Joins the rooms that must not know each other: functions travel through the code server, and
 * what the library exports is found by name at the other end.
 *
 * @param exports all that `iex-ts` exports
 */
export function provide(exports: object): void {
  setCodeServer(codeServer);
  setFunCodec(funCodec);
  setFunPid(() => current()?.pid ?? NOBODY);
  for (const [name, module] of Object.entries(builtin)) registerModule(name, module, { exportCalled });
  provideLibrary("iex-ts", exports);
  whenLeaderless(boot);
  hideFrames((file) => file.startsWith(RUNTIME));
}
