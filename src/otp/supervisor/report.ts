import { log } from "../../io/index.js";
import { crashOf, formatBanner, formatCall, formatExit } from "../../term/exception.js";
import { type Atom, atom, inspect, type Pid } from "../../term/index.js";
import { atomOf, type Spec } from "./spec.js";

/** A child that ended or did not start. */
export interface Fallen {
  spec: Spec;
  /** The process that ended; none when it did not start. */
  pid: Pid | undefined;
  reason: unknown;
}

/**
 * Logs that a child is started again, where nothing else tells of it: a process that failed by an
 * error has reported itself, one that was killed has not.
 *
 * @param supervisor how it is called, see {@link supervisorName}
 */
export function reportRestart(supervisor: string, { spec, pid, reason }: Fallen): void {
  if (!pid || crashOf(reason)) return;
  log("notice", `Child ${inspect(spec.id)} of Supervisor ${supervisor} is restarted: ${formatExit(reason)}`);
}

/**
 * Logs that a supervisor gives up: for which child, and why that one ended.
 *
 * @param supervisor how it is called, see {@link supervisorName}
 */
export function reportGivingUp(supervisor: string, fallen: Fallen): void {
  log("error", report(supervisor, fallen.pid ? "terminated" : "failed to start", fallen));
  const reason = atom("reached_max_restart_intensity");
  log("error", report(supervisor, "caused shutdown", { spec: fallen.spec, pid: undefined, reason }));
}

/**
 * What Elixir's Logger says of a child.
 *
 * @example
 * // Child Counter of Supervisor P24Chat.Supervisor terminated
 * // ** (exit) killed
 * // Pid: #PID<0.107.0>
 * // Start Call: Counter.startLink(1)
 * // Restart: :permanent
 * // Shutdown: 5000
 * // Type: :worker
 */
export function report(supervisor: string, what: string, { spec, pid, reason }: Fallen): string {
  const [module, name, args] = spec.start;
  return [
    `Child ${inspect(spec.id)} of Supervisor ${supervisor} ${what}`,
    formatBanner("exit", reason),
    ...(pid ? [`Pid: ${inspect(pid)}`] : []),
    `Start Call: ${formatCall(module, name, args)}`,
    `Restart: ${inspect(atomOf(spec.restart))}`,
    `Shutdown: ${inspect(atomOf(spec.shutdown))}`,
    `Type: ${inspect(atomOf(spec.type))}`,
  ].join("\n");
}

/** How reports call a supervisor: by its name; without one, by its pid and its module. */
export function supervisorName(name: unknown, pid: Pid, module: Atom | undefined): string {
  if (name !== undefined) return inspect(name);
  return `${inspect(pid)} (${module ? inspect(module) : "Supervisor.Default"})`;
}
