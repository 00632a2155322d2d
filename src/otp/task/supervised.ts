import { log } from "../../io/index.js";
import { type Destination, Exit, Process, receive, self, send, skip, spawn, spawnLink } from "../../process/index.js";
import { type Atom, atom, isTuple, type Pid, type Reference, type TupleOf, tuple } from "../../term/index.js";
import { reasonOf } from "../gen-server/ending.js";
import { ancestry } from "../proc-lib.js";
import { isQuiet, report } from "./report.js";
import { type Mfa, type Owner, run } from "./value.js";

/** What the owner tells a task that is to answer: `{OwnerPid, Ref, ReplyTo, Callers, MFA}`. */
export type Order = TupleOf<[owner: Pid, ref: unknown, replyTo: Destination, callers: readonly unknown[], mfa: Mfa]>;

/** How long a task of a supervisor waits for its order, in milliseconds. */
const ORDER_TIMEOUT = 5_000;

/**
 * Starts a task that waits for its {@link Order} and answers: `Task.Supervised.start_link/2`.
 *
 * @param monitored watches the owner until the order is there: for tasks that are not linked to it
 */
export function startReplying(owner: Owner, monitored: boolean): Pid {
  return begin(spawnLink, async () => {
    const [, ref, replyTo, callers, mfa] = await takeOrder(owner[2], monitored);
    await work(owner, callers, mfa, (value) => send(replyTo, tuple(ref, value)));
  });
}

/** Starts a task whose value nobody waits for: `Task.Supervised.start/3` and `start_link/3`. */
export function startAlone(linked: boolean, owner: Owner, callers: readonly unknown[], mfa: Mfa): Pid {
  return begin(linked ? spawnLink : spawn, () => work(owner, callers, mfa, () => {}));
}

function begin(start: (body: () => unknown) => Pid, body: () => unknown): Pid {
  const ancestors = ancestry();
  return start(function task() {
    Process.put(atom.$ancestors, ancestors);
    return body();
  });
}

async function takeOrder(owner: Pid, monitored: boolean): Promise<Order> {
  if (!monitored) return receive((message) => (isOrder(message, owner) ? message : skip));
  const ref = Process.monitor(owner);
  const order = await receive(
    (message) => (isOrder(message, owner) || isDown(message, ref) ? (message as Order) : skip),
    ORDER_TIMEOUT,
    () => exit(atom.timeout),
  );
  if (isDown(order, ref)) return exit(tuple(atom.shutdown, (order as readonly unknown[])[4]));
  Process.demonitor(ref, { flush: true });
  return order;
}

function isOrder(message: unknown, owner: Pid): message is Order {
  return isTuple(message) && message.length === 5 && message[0] === owner;
}

function isDown(message: unknown, ref: Reference): boolean {
  return isTuple(message) && message[0] === atom.DOWN && message[1] === ref;
}

function exit(reason: unknown): never {
  throw new Exit(reason);
}

/** Does what the task is for; a failure is logged here, by the group leader of the task. */
async function work(owner: Owner, callers: readonly unknown[], mfa: Mfa, answer: (value: unknown) => void) {
  const pid = self();
  Process.put(atom.$initial_call, initialCall(mfa));
  Process.put(atom.$callers, callers);
  try {
    answer(await run(mfa));
  } catch (error) {
    // It was told to end: there is nothing left to do, or to tell.
    if (!Process.alive(pid) || isQuiet(error)) throw error;
    log("error", report(pid, owner, mfa, error));
    throw new Exit(reasonOf(error));
  }
}

function initialCall([module, name, args]: Mfa): TupleOf<[Atom, Atom, number]> {
  const [fun] = args;
  if (module === atom.erlang && name === atom.apply && typeof fun === "function")
    return tuple(atom.iex_ts as Atom, atom(fun.name || "anonymous"), 0);
  return tuple(module, name, args.length);
}
