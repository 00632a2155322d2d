import { atom, IO, type Pid, Process, self, startGroupLeader, stringDevice } from "../index.js";

/** What the captured function reads, and whether its prompts are part of the output (they are, unless told). */
export interface CaptureOptions {
  readonly input?: string;
  readonly capturePrompt?: boolean;
}

/**
 * Runs a function and returns what it printed, and what the processes printed that it started.
 *
 * @param input what there is to read; or options
 * @returns all that was printed before the function returned
 * @throws what the function throws
 * @example
 * expect(await captureIo(() => IO.puts("hi"))).toBe("hi\n");
 * expect(await captureIo("Ann\n", () => IO.gets("name? "))).toBe("name? ");
 * @see `ExUnit.CaptureIO.capture_io/2` of Elixir
 */
export async function captureIo(body: () => unknown): Promise<string>;
export async function captureIo(input: string | CaptureOptions, body: () => unknown): Promise<string>;
export async function captureIo(...args: [() => unknown] | [string | CaptureOptions, () => unknown]): Promise<string> {
  const [given, body] = args.length === 1 ? [{}, args[0]] : args;
  const { input = "", capturePrompt = true } = typeof given === "string" ? { input: given } : given;
  const device = stringDevice(input, { capturePrompt });
  const leader = startGroupLeader(device);
  const before = Process.groupLeader();
  Process.groupLeader(self(), leader);
  try {
    await body();
  } finally {
    Process.groupLeader(self(), before);
    Process.exit(leader, atom.kill);
  }
  return device.contents();
}

/**
 * Runs a function and returns what was logged meanwhile, by whichever process of this node; it is
 * not printed.
 *
 * @returns the events as they would have been printed
 * @throws what the function throws
 * @example
 * expect(await captureLog(() => Logger.error("boom"))).toContain("[error] boom");
 * @see `ExUnit.CaptureLog.capture_log/2` of Elixir
 */
export async function captureLog(body: () => unknown): Promise<string> {
  const device = stringDevice();
  const leader = startGroupLeader(device);
  const user = replaceUser(leader);
  try {
    await body();
    await whenLogged(leader);
  } finally {
    replaceUser(user);
    Process.exit(leader, atom.kill);
  }
  return device.contents();
}

/** The logger prints at the process of this name. */
const USER = "user";
const LOGGER = "logger_proxy";

/** Gives the name to another process; returns the one that had it. */
function replaceUser(pid: Pid): Pid {
  const before = Process.whereis(USER)!;
  Process.unregister(USER);
  Process.register(pid, USER);
  return before;
}

/** Waits until the logger has printed what it was sent so far. */
async function whenLogged(leader: Pid): Promise<void> {
  do await Process.sleep(1);
  while (isBehind(Process.whereis(LOGGER)));
  // Its last request is in the mailbox of the leader by now: this one comes after it.
  await IO.write(leader, "");
}

function isBehind(logger: Pid | null): boolean {
  return logger !== null && (Process.info(logger, "messageQueueLen") ?? 0) > 0;
}
