/** Not part of the chat: tasks at another node that go wrong, or tell where they are. */
import { atom, atomName, exit, IO, node, Process, self, Task, tuple } from "iex-ts";

const supervisor = (recipient: string) => ["P24Chat.TaskSupervisor", recipient] as const;

/** Starts one of the functions below at another node, linked to the caller, who may await it. */
export function async(recipient: string, fun: string, args: unknown[] = []) {
  return Task.Supervisor.async(supervisor(recipient), "P24Chat.Lab", fun, args);
}

/** The same without a link. */
export function asyncNolink(recipient: string, fun: string, args: unknown[] = []) {
  return Task.Supervisor.asyncNolink(supervisor(recipient), "P24Chat.Lab", fun, args);
}

/** The same without anybody who waits for it. */
export function startChild(recipient: string, fun: string, args: unknown[] = []) {
  return Task.Supervisor.startChild(supervisor(recipient), "P24Chat.Lab", fun, args);
}

export function crash() {
  throw new Error(`boom at ${atomName(node())}`);
}

export function badMatch(value: [number]) {
  const [one] = value;
  return one;
}

export function leave(reason: unknown) {
  exit(reason);
}

export function ball() {
  throw atom("ball");
}

export async function slow(milliseconds: number) {
  await Process.sleep(milliseconds);
  await IO.puts(`slow one is done at ${atomName(node())}`);
  return tuple(atom("slow"), milliseconds);
}

export function where() {
  return tuple(node(), self(), Process.groupLeader());
}
