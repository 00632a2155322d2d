import { log } from "../../io/index.js";
import { type From, isFrom, reply } from "../../otp/gen.js";
import { Exit, Process, receive, self, spawn } from "../../process/index.js";
import { atom, inspect, isTuple, type Pid, tuple } from "../../term/index.js";

/** A registered process that every node has: what it does with what it is sent, as in a `gen_server`. */
export interface Service {
  /** Runs first, as the process that it will be. */
  init?(): void;
  /** @returns the reply; {@link LATER} when `reply` is called later; undefined for a request that it does not know */
  handleCall(request: unknown, from: From): unknown;
  handleCast?(request: unknown): void;
  /** What it returns is waited for. */
  handleInfo?(message: unknown): void | Promise<void>;
}

/** What `handleCall` returns to answer later. */
export const LATER: unique symbol = Symbol("later") as never;

/**
 * Starts a service. What other nodes send may be anything: it does not end the service, and whoever
 * calls with a request that is not known gets `{:error, :enotsup}` instead of no answer.
 *
 * @param name what it is registered as
 */
export function startService(name: string, service: Service): Pid {
  return spawn(async function nodeService() {
    Process.register(self(), name);
    service.init?.();
    for (;;) await handle(name, service, await receive());
  });
}

async function handle(name: string, service: Service, message: unknown): Promise<void> {
  try {
    await dispatch(service, message);
  } catch (error) {
    if (error instanceof Exit) throw error;
    log("error", `** ${name} cannot handle ${inspect(message)}: ${String(error)}`);
  }
}

function dispatch(service: Service, message: unknown): void | Promise<void> {
  const [tag, second, third] = isTuple(message) ? message : [];
  if (tag === atom.$gen_call && isFrom(second)) {
    const answer = service.handleCall(third, second);
    if (answer !== LATER) reply(second, answer === undefined ? NOT_SUPPORTED : answer);
  } else if (tag === atom.$gen_cast) service.handleCast?.(second);
  else return service.handleInfo?.(message);
}

const NOT_SUPPORTED = tuple(atom.error, atom("enotsup"));
