import { inspect, match, type P, Pid, Process, Reference, receive, self, skip } from "../index.js";
import { showPattern } from "./pattern.js";

/**
 * Which messages are meant: a pattern of ts-pattern, a value, or a function that tells. In patterns
 * and values tuples are arrays.
 */
export type Expected<T> =
  | P.Pattern<unknown>
  | Pid
  | Reference
  | ((message: any) => message is T & {})
  | ((message: any) => boolean);

/** The message that was meant, as far as its pattern tells. */
type Found<E> = E extends (message: any) => message is infer T
  ? T
  : E extends (...args: never[]) => unknown
    ? unknown
    : E extends Pid | Reference
      ? E
      : P.infer<E>;

/** How many messages a failure shows, the newest ones. */
const SHOWN = 10;

/**
 * Waits for a message and takes it out of the mailbox; other messages stay.
 *
 * @param expected a pattern, a value or a predicate
 * @param timeout milliseconds
 * @returns the message
 * @throws Error that shows the mailbox when no such message comes
 * @example
 * const [, pid] = await assertReceive([atom.hi, P.instanceOf(Pid)]);
 * @see `ExUnit.Assertions.assert_receive/3` of Elixir
 */
export function assertReceive<const E extends Expected<unknown>>(expected: E, timeout = 100): Promise<Found<E>> {
  return assertWithin(expected, timeout, failureAt(assertReceive));
}

/** As {@link assertReceive}, for a message that must be there already (`assert_received`). */
export function assertReceived<const E extends Expected<unknown>>(expected: E): Promise<Found<E>> {
  return assertWithin(expected, 0, failureAt(assertReceived));
}

/**
 * Waits that long and fails when such a message comes, or is there.
 *
 * @param timeout milliseconds
 * @throws Error that shows the message
 * @see `ExUnit.Assertions.refute_receive/3` of Elixir
 */
export function refuteReceive(expected: Expected<unknown>, timeout = 100): Promise<void> {
  return refuteWithin(expected, timeout, failureAt(refuteReceive));
}

/** As {@link refuteReceive}, for a message that may still come later (`refute_received`). */
export function refuteReceived(expected: Expected<unknown>): Promise<void> {
  return refuteWithin(expected, 0, failureAt(refuteReceived));
}

async function assertWithin<E>(expected: E, timeout: number, failure: Error): Promise<Found<E>> {
  const found = await find(expected, timeout);
  if (found === NONE) throw explained(failure, missing(expected, timeout));
  return found as Found<E>;
}

async function refuteWithin(expected: unknown, timeout: number, failure: Error): Promise<void> {
  const found = await find(expected, timeout);
  if (found === NONE) return;
  throw explained(failure, `Unexpectedly received message ${inspect(found)} (which matched ${showPattern(expected)})`);
}

const NONE = Symbol("none");

function find(expected: unknown, timeout: number): Promise<unknown> {
  const fits = matcherOf(expected);
  return receive(
    (message: unknown) => (fits(message) ? message : skip),
    timeout,
    () => NONE,
  );
}

function matcherOf(expected: unknown): (message: unknown) => boolean {
  if (typeof expected === "function") return expected as (message: unknown) => boolean;
  if (expected instanceof Pid || expected instanceof Reference) return (message) => message === expected;
  return (message) =>
    match(message)
      .with(expected as never, () => true)
      .otherwise(() => false);
}

function missing(expected: unknown, timeout: number): string {
  const messages = Process.info(self(), "messages") ?? [];
  const headline = `Assertion failed, no matching message after ${timeout}ms`;
  if (messages.length === 0) return `${headline}\nThe process mailbox is empty.\npattern: ${showPattern(expected)}`;
  const recent = messages.slice(-SHOWN);
  const noun = messages.length === 1 ? "message" : "messages";
  const entries = recent.map((message) => `  pattern: ${showPattern(expected)}\n  value:   ${inspect(message)}`);
  return `${headline}\nShowing ${recent.length} of ${messages.length} ${noun} in the mailbox\nmailbox:\n${entries.join("\n\n")}`;
}

/** Made before the first wait, while the stack still knows who asserts. */
function failureAt(assertion: (...args: never[]) => unknown): Error {
  const failure = new Error();
  Error.captureStackTrace(failure, assertion);
  return failure;
}

function explained(failure: Error, message: string): Error {
  const frames = (failure.stack ?? "").split("\n").slice(1);
  failure.message = message;
  failure.stack = [message, ...frames].join("\n");
  return failure;
}
