import { GenServer, Supervisor } from "../../src/otp/index.js";
import { Process, receive, self, send, skip, spawnLink } from "../../src/process/index.js";
import { atom, inspect, isTuple, type Pid, tuple } from "../../src/term/index.js";

const TOLD = atom("told");

/** A server that tells a process of its beginning and its end, and ends for whatever reason it is cast. */
const Worker: GenServer.Behaviour<{ id: unknown; witness: Pid }, { init: [id: unknown, witness: Pid] }> = {
  init: (id, witness) => {
    Process.flag("trapExit", true);
    send(witness, tuple(TOLD, `+${inspect(id)}`));
    return { id, witness };
  },
  handleCast: (state, reason) => GenServer.stopWith(reason, state),
  terminate: ({ id, witness }) => void send(witness, tuple(TOLD, `-${inspect(id)}`)),
};

/** The specification of such a server; the caller is told. */
export function worker(id: unknown, more: Partial<Supervisor.ChildSpec> = {}): Supervisor.ChildSpec {
  const witness = self();
  return { id, start: () => GenServer.startLink(Worker, [id, witness]), ...more };
}

/** The next things that workers told, in their order. */
export async function told(count: number): Promise<string> {
  const texts: string[] = [];
  while (texts.length < count)
    texts.push(await receive((message) => (isTuple(message) && message[0] === TOLD ? (message[1] as string) : skip)));
  return texts.join(" ");
}

/** What has been told and nobody asked for. */
export function untold(): Promise<unknown> {
  return receive(
    (message) => (isTuple(message) && message[0] === TOLD ? message[1] : skip),
    0,
    () => "nothing",
  );
}

/** The pid of a child, by its id. */
export async function child(supervisor: Pid, id: unknown): Promise<Pid> {
  const found = (await Supervisor.whichChildren(supervisor)).find(([known]) => known === id);
  return found![1] as Pid;
}

/** Ends a worker for that reason. */
export function crash(pid: Pid, reason: unknown): void {
  GenServer.cast(pid, reason);
}

/** Ignores every wish that it should end. */
export function ignoring(): Pid {
  return spawnLink(async () => {
    Process.flag("trapExit", true);
    for (;;) await receive();
  });
}
