import { Exit, Process, receive, self } from "../../process/index.js";
import { atom, inspect, isTuple, type Pid, type Tuple, tuple } from "../../term/index.js";
import { type From, reply } from "../gen.js";
import type { Ack } from "../proc-lib.js";
import { reasonOf, terminate } from "./ending.js";
import * as handlers from "./handlers.js";
import { Ignored, type Next, NoReply, Ok, Reply, type Result, resultTerm, Stop } from "./results.js";

/** A server process. */
export interface Server extends handlers.Served {
  /** Who started it with a link: its end ends the server too. */
  readonly parent: Pid | undefined;
}

const CALL = atom.$gen_call;
const CAST = atom.$gen_cast;

/**
 * The life of a server: `init`, then one message after the other, until a callback stops or fails.
 * Follows OTP's `gen_server:init_it/6` and `gen_server:loop/7`.
 *
 * @throws Exit always, with the reason for which the server ends
 */
export async function live(server: Server, args: readonly unknown[], ack: Ack): Promise<never> {
  const begun = await begin(server, args);
  if (begun.kind === "stop") throw new Exit(begun.reason);
  if (begun.kind === "ignore") {
    ack.ignore();
    throw new Exit(atom.normal);
  }
  ack.ok();
  return new Life(server, begun.state).goOn(begun.next);
}

type Begun = Exclude<Result, Reply<unknown, unknown> | NoReply<unknown>>;

async function begin({ behaviour }: Server, args: readonly unknown[]): Promise<Begun> {
  try {
    const made: unknown = await behaviour.init(...(args as []));
    if (made instanceof Reply || made instanceof NoReply) throw new Exit(badReturn(made));
    return isBegun(made) ? made : new Ok(made);
  } catch (error) {
    // Not as an error: the starter is told, nobody else needs a report.
    throw new Exit(reasonOf(error));
  }
}

function isBegun(made: unknown): made is Begun {
  return made instanceof Ok || made instanceof Stop || made instanceof Ignored;
}

class Life {
  readonly #server: Server;
  readonly #pid = self();
  #state: unknown;
  /** The message that is being handled, for the report of a failure. */
  #last: { message: unknown } | undefined;

  constructor(server: Server, state: unknown) {
    this.#server = server;
    this.#state = state;
  }

  async goOn(begin: Next | undefined): Promise<never> {
    try {
      for (let next = begin; ; ) {
        const result = next === undefined ? this.#dispatch(await receive()) : await this.#after(next);
        next = this.#settle(result instanceof Promise ? await result : result);
      }
    } catch (error) {
      // It was told to end: there is no turn left in which to tidy up.
      if (!Process.alive(this.#pid)) throw error;
      if (error instanceof Stopping) throw await this.#stop(error);
      throw await this.#end(reasonOf(error));
    }
  }

  async #after(next: Next): Promise<unknown> {
    if (typeof next !== "object")
      throw new TypeError(
        `Cannot go on with ${inspect(next)}: give { timeout: milliseconds } or { continue: argument }`,
      );
    if (!("continue" in next)) return this.#dispatch(await receive(undefined, next.timeout));
    this.#last = { message: next.continue };
    return handlers.handleContinue(this.#server, this.#state, next.continue);
  }

  #dispatch(message: unknown): unknown {
    this.#last = { message };
    if (isTuple(message)) {
      const [tag, first, second] = message as readonly unknown[];
      if (tag === CALL && message.length === 3) return this.#call(first as From, second);
      if (tag === CAST && message.length === 2) return handlers.handleCast(this.#server, this.#state, first);
      if (tag === atom.system && message.length === 3) return this.#system(first as From, second);
      if (tag === atom.EXIT && first === this.#server.parent) throw new Exit(second);
    }
    return handlers.handleInfo(this.#server, this.#state, message);
  }

  #call(from: From, request: unknown): unknown {
    handlers.serve(from);
    return handlers.handleCall(this.#server, this.#state, request, from);
  }

  /** Takes over what a callback gave, and says what is next. */
  #settle(result: unknown): Next | undefined {
    if (result instanceof NoReply) {
      this.#state = result.state;
      return result.next;
    }
    const from = this.#caller();
    if (result instanceof Reply && from) {
      this.#state = result.state;
      reply(from, result.value);
      return result.next;
    }
    if (result instanceof Stop) throw new Stopping(result);
    throw new Exit(badReturn(result));
  }

  #caller(): From | undefined {
    const { message } = this.#last ?? {};
    return isTuple(message) && message[0] === CALL ? (message[1] as From) : undefined;
  }

  async #stop({ result }: Stopping): Promise<Exit> {
    this.#state = result.state;
    const from = this.#caller();
    const end = await this.#end(result.reason);
    if (result.reply && from) reply(from, result.reply.value);
    return end;
  }

  #end(reason: unknown): Promise<Exit> {
    return terminate(this.#server, { reason, state: this.#state, last: this.#last });
  }

  /** What every OTP process understands: OTP's module `sys`. */
  #system(from: From, request: unknown): unknown {
    const [what, argument] = isTuple(request) ? (request as readonly unknown[]) : [request];
    if (what === atom.terminate) {
      reply(from, atom.ok);
      throw new Exit(argument);
    }
    if (what === atom.get_state) tellState(from, this.#state);
    else reply(from, tuple(atom.error, tuple(atom.unknown_system_msg, request)));
    return new NoReply(this.#state);
  }
}

/** A state may hold what cannot travel: its text can. */
function tellState(from: From, state: unknown): void {
  try {
    reply(from, state);
  } catch {
    reply(from, inspect(state));
  }
}

/** A callback has asked for the end. */
class Stopping {
  constructor(readonly result: Stop<unknown, unknown>) {}
}

function badReturn(value: unknown): Tuple {
  return tuple(atom.bad_return_value, resultTerm(value));
}
