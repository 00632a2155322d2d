import { Exit } from "../../process/index.js";
import { type Atom, atom, atomName, isTuple, type Pid, type TupleOf, tuple } from "../../term/index.js";
import { within } from "../gen-server/client.js";
import type { Server } from "../server.js";
import { type Child, childSpec, idTerm } from "./child-spec.js";
import { toSpec, toTerm } from "./spec.js";

/** `{id, pid, type, modules}`: the pid is `undefined` or `:restarting` for a child that does not run. */
export type ChildEntry = TupleOf<[id: unknown, pid: Pid | Atom | undefined, type: Atom, modules: Atom | Atom[]]>;

/** How many children a supervisor has. */
export interface ChildCount {
  /** All that it knows of. */
  specs: number;
  /** Those that run. */
  active: number;
  supervisors: number;
  workers: number;
}

/**
 * Adds a child to a supervisor and starts it (`Supervisor.start_child/2`).
 *
 * @param supervisor a pid or a name, also on another node
 * @param child a module, `[module, argument]`, or a specification
 * @returns its pid; undefined when it chose not to begin
 * @throws Exit with the reason for which it did not start, such as `{:already_started, pid}`,
 *   `:already_present` or `{reason, child}`
 * @throws ArgumentError for what is no child
 * @example
 * const pid = await Supervisor.startChild("P24Chat.Supervisor", [Counter, 5]);
 */
export async function startChild(supervisor: Server, child: Child): Promise<Pid | undefined> {
  return (await ask(supervisor, "start_child", toTerm(toSpec(childSpec(child))))) as Pid | undefined;
}

/**
 * Stops a child. Unless it is temporary, it can be started again with {@link restartChild}
 * (`Supervisor.terminate_child/2`).
 *
 * @returns `:ok`
 * @throws Exit with `:not_found`
 */
export async function terminateChild(supervisor: Server, id: unknown): Promise<Atom> {
  return (await ask(supervisor, "terminate_child", idTerm(id))) as Atom;
}

/**
 * Starts a child again that was stopped (`Supervisor.restart_child/2`).
 *
 * @returns its pid; undefined when it chose not to begin
 * @throws Exit with `:not_found`, `:running`, `:restarting`, or the reason for which it did not start
 */
export async function restartChild(supervisor: Server, id: unknown): Promise<Pid | undefined> {
  return (await ask(supervisor, "restart_child", idTerm(id))) as Pid | undefined;
}

/**
 * Makes a supervisor forget a child that was stopped (`Supervisor.delete_child/2`).
 *
 * @returns `:ok`
 * @throws Exit with `:not_found`, `:running` or `:restarting`
 */
export async function deleteChild(supervisor: Server, id: unknown): Promise<Atom> {
  return (await ask(supervisor, "delete_child", idTerm(id))) as Atom;
}

/**
 * The children of a supervisor, the newest first (`Supervisor.which_children/1`).
 *
 * @example
 * await Supervisor.whichChildren(sup); // [{Counter, #PID<0.161.0>, :worker, [Counter]}]
 */
export async function whichChildren(supervisor: Server): Promise<ChildEntry[]> {
  return (await ask(supervisor, "which_children")) as ChildEntry[];
}

/**
 * How many children a supervisor has (`Supervisor.count_children/1`).
 *
 * @example
 * await Supervisor.countChildren(sup); // { active: 1, specs: 1, supervisors: 0, workers: 1 }
 */
export async function countChildren(supervisor: Server): Promise<ChildCount> {
  const counts = (await ask(supervisor, "count_children")) as TupleOf<[what: Atom, count: number]>[];
  const { active, specs, supervisors, workers } = Object.fromEntries(
    counts.map(([what, count]) => [atomName(what), count]),
  );
  return { active, specs, supervisors, workers } as unknown as ChildCount;
}

/**
 * @internal Makes a request of a supervisor. It may take as long as it takes to start or stop a child.
 *
 * @throws Exit with the reason in `{:error, reason}`
 */
export async function ask(supervisor: Server, what: string, ...argument: [] | [unknown]): Promise<unknown> {
  const request = argument.length === 0 ? atom(what) : tuple(atom(what), ...argument);
  const answer: unknown = await within(Number.POSITIVE_INFINITY).call(supervisor as Pid, request);
  if (!isTuple(answer)) return answer;
  const [tag, value] = answer;
  if (tag === atom.error) throw new Exit(value);
  return value;
}
