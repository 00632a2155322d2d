import { whichModule } from "../../code/index.js";
import {
  type Destination,
  exit,
  Process,
  type Spawnable,
  self,
  send,
  spawn,
  spawnLink,
  spawnMonitor,
} from "../../process/index.js";
import { type Atom, isTuple, makeRef, type Pid, type Reference } from "../../term/index.js";
import * as Kernel from "../kernel.js";
import * as Node from "../node.js";
import { isExported } from "./code.js";
import { processInfo } from "./process-info.js";
import { memory, systemInfo } from "./system-info.js";

/** Erlang's module `erlang`, as far as other nodes call it by name: processes, names and the node itself. */
export const erlang = {
  apply: Kernel.apply,
  exit: (...args: [unknown] | [Pid, unknown]): unknown => (args.length === 1 ? exit(args[0]) : Process.exit(...args)),
  function_exported: (module: Atom, name: Atom, _arity: number): boolean => isExported(module, name),
  get_cookie: Node.getCookie,
  group_leader: (...args: [] | [leader: Pid, pid: Pid]): Pid | true =>
    args.length === 0 ? Process.groupLeader() : Process.groupLeader(args[1], args[0]),
  halt: (status: unknown = 0): never => process.exit(typeof status === "number" ? status : 0),
  is_alive: Node.isAlive,
  is_process_alive: Process.alive,
  link: Process.link,
  make_ref: makeRef,
  memory,
  module_loaded: (module: Atom): boolean => whichModule(module) !== undefined,
  monitor: (_type: Atom, target: Destination): Reference => Process.monitor(destination(target)),
  monitor_node: (node: Atom, on: boolean): true => Node.monitor(node, on),
  node: Kernel.node,
  nodes: Node.list,
  process_info: processInfo,
  processes: Process.list,
  register: (name: Atom, pid: Pid): true => Process.register(pid, name),
  registered: Process.registered,
  self,
  send: (to: Destination, message: unknown): unknown => send(destination(to), message),
  spawn: (...call: Spawnable): Pid => spawn(...call),
  spawn_link: (...call: Spawnable): Pid => spawnLink(...call),
  spawn_monitor: (...call: Spawnable): unknown => spawnMonitor(...call),
  system_info: systemInfo,
  unlink: Process.unlink,
  unregister: Process.unregister,
  whereis: (name: Atom): Pid | undefined => Process.whereis(name) ?? undefined,
};

/** Erlang writes `{Name, Node}` where TypeScript writes `[name, node]`. */
function destination(to: unknown): Destination {
  if (!isTuple(to) || to.length !== 2 || typeof to[1] !== "symbol") return to as Destination;
  return [to[0] as Atom, Symbol.keyFor(to[1]) ?? ""];
}
