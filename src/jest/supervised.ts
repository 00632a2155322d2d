import { atom, Exception, Exit, inspect, isTuple, type Pid, Supervisor, tuple } from "../index.js";
import { endingOf } from "./on-exit.js";

/** What can be started: a module, `[module, argument]`, or a specification of a child. */
export type Child = Parameters<typeof Supervisor.startChild>[1];

/** A test's children are started again as often as it takes. */
const SUPERVISION = { strategy: "oneForOne", maxRestarts: 1_000_000, maxSeconds: 1 } as const;

/**
 * Starts a child under the supervisor of the test. It is stopped when the test ends, before what was
 * started earlier and before the callbacks of `onExit`; the next test may start it anew.
 *
 * @param overrides changes the child's specification: its `id`, its `restart`
 * @returns its pid; undefined when it chose not to begin
 * @throws Error that says why it did not start; Error outside of the process of a test
 * @example
 * const counter = await startSupervised([Counter, 5]);
 * @see `ExUnit.Callbacks.start_supervised!/2` of Elixir
 */
export async function startSupervised(
  child: Child,
  overrides?: Parameters<typeof Supervisor.childSpec>[1],
): Promise<Pid | undefined> {
  const ending = endingOf("startSupervised");
  ending.supervisor ??= await Supervisor.startLink([], SUPERVISION);
  const { supervisor } = ending;
  const spec = Supervisor.childSpec(child, overrides);
  try {
    return await Supervisor.startChild(supervisor, spec);
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    throw new Error(`failed to start child with the spec ${inspect(child)}.\nReason: ${why(error.reason, spec.id)}`);
  }
}

/**
 * Stops a child that {@link startSupervised} has started, and forgets it.
 *
 * @param id of its specification: the module, unless that says otherwise
 * @throws Error when there is no such child
 * @see `ExUnit.Callbacks.stop_supervised!/1` of Elixir
 */
export async function stopSupervised(id: unknown): Promise<void> {
  const { supervisor } = endingOf("stopSupervised");
  try {
    if (!supervisor) throw new Exit(undefined);
    await Supervisor.terminateChild(supervisor, id);
    await Supervisor.deleteChild(supervisor, id);
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    throw new Error(`could not stop child ID ${inspect(id)} because it was not found`);
  }
}

/** A failure comes with the specification of the child, which has been shown already. */
function why(reason: unknown, id: unknown): string {
  const [first, second] = isTuple(reason) && reason.length === 2 ? (reason as readonly unknown[]) : [];
  if (first === atom.already_started) return duplicate(id);
  return Exception.formatExit(isTuple(second) && second[0] === atom.child ? first : reason);
}

function duplicate(id: unknown): string {
  const problem = tuple(atom("start_spec"), tuple(atom("duplicate_child_name"), id));
  return `${Exception.formatExit(problem)}.\nGive it another: startSupervised(child, { id: "another" })`;
}
