import type { Pid } from "../../src/index.js";
import type { Session } from "../session.js";

/** The shells that run on this node, by their servers, the oldest first. */
const shells = new Map<Pid, { session: Session; leader: Pid }>();

/** Tells of a shell that can be asked from now on. */
export function shellOpened(server: Pid, session: Session, leader: Pid): void {
  shells.set(server, { session, leader });
}

export function shellClosed(server: Pid): void {
  shells.delete(server);
}

/** Whether there is a shell on this node (`IEx.started?/0`). */
export function isStarted(): boolean {
  return shells.size > 0;
}

/** The shell at the terminal that a process prints to, else the newest one. */
export function shellAt(leader: Pid): { session: Session; leader: Pid; server: Pid } | undefined {
  const open = [...shells].map(([server, shell]) => ({ server, ...shell }));
  return open.find((shell) => shell.leader === leader) ?? open.at(-1);
}
