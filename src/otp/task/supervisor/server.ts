import { Exit } from "../../../process/index.js";
import { type Atom, atom, isTuple, type Pid, tuple } from "../../../term/index.js";
import type { Flock } from "../../dynamic-supervisor/flock.js";
import type { DynamicFlags } from "../../dynamic-supervisor/options.js";
import { dynamicSupervisor } from "../../dynamic-supervisor/server.js";
import type { Behaviour } from "../../gen-server/behaviour.js";
import { Reply } from "../../gen-server/results.js";
import type { ServerName } from "../../server.js";
import { startSupervisor } from "../../supervisor/server.js";
import { fromTerm, type Spec, type StartCall } from "../../supervisor/spec.js";
import { startAlone, startReplying } from "../supervised.js";
import type { Mfa, Owner } from "../value.js";

const SUPERVISED = atom("Elixir.Task.Supervised");
/** Milliseconds that a task has to end when nobody says. */
const SHUTDOWN = 5_000;

/** Starts the process: a dynamic supervisor that understands `{:start_task, args, restart, shutdown}` as well. */
export async function startTaskSupervisor(flags: DynamicFlags, name: ServerName | undefined): Promise<Pid> {
  const started = await startSupervisor((shown) => taskSupervisor(shown, flags), atom("Elixir.Task.Supervisor"), name);
  return started as Pid;
}

function taskSupervisor(name: string, flags: DynamicFlags): Behaviour<Flock> {
  const dynamic = dynamicSupervisor(name, () => flags);
  const handleCall = dynamic.handleCall as Extract<typeof dynamic.handleCall, (...args: never[]) => unknown>;
  return {
    ...dynamic,
    handleCall: async (flock, request, from) => {
      if (!isTuple(request) || request[0] !== atom.start_task) return handleCall(flock, request, from);
      return new Reply(await startTask(flock, request.slice(1)), flock);
    },
  };
}

async function startTask(flock: Flock, [args, restart, shutdown]: readonly unknown[]): Promise<unknown> {
  try {
    return await flock.startChild(specOf(args as TaskArgs, restart ?? atom.temporary, shutdown ?? SHUTDOWN));
  } catch (error) {
    if (error instanceof Exit) return tuple(atom.error, error.reason);
    throw error;
  }
}

/** The arguments of `Task.Supervised.start_link`: of a task that waits for its order, or of one that has it. */
type TaskArgs = readonly [Owner, monitor: Atom] | readonly [Owner, callers: readonly unknown[], Mfa];

/** What nearly all tasks are: it is checked once. */
const TEMPORARY = completed(
  applying(() => {}),
  atom.temporary,
  SHUTDOWN,
);

function specOf(args: TaskArgs, restart: unknown, shutdown: unknown): Spec {
  const start = applying(() => startSupervised(args));
  if (restart === atom.temporary && shutdown === SHUTDOWN) return { ...TEMPORARY, start };
  return completed(start, restart, shutdown);
}

function completed(start: StartCall, restart: unknown, shutdown: unknown): Spec {
  return fromTerm(tuple(undefined, start, restart, shutdown, atom("worker"), [SUPERVISED]));
}

function applying(fun: () => unknown): StartCall {
  return tuple(atom.erlang, atom.apply, [fun, []]);
}

function startSupervised(args: TaskArgs): Pid {
  if (args.length === 2) return startReplying(args[0], args[1] === atom.monitor);
  return startAlone(true, ...args);
}
