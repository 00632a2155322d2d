import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { boot, Node, stringDevice } from "iex-ts";
import { startChild } from "./children.js";
import { entry, NODE_FLAGS } from "./places.js";

let count = 0;

/** A name that no node of this run has. */
export function freshName(role: string): string {
  return `${role}-${process.pid}-${++count}@localhost`;
}

/** Starts another node; resolves when others can reach it. */
export async function startNode(name: string): Promise<ChildProcess> {
  const child = launchNode(name);
  await lineOf(child, "@ ready");
  return child;
}

/** Starts another node, which tells by lines how far it is: see `node.ts`. */
export function launchNode(name: string, args: readonly string[] = []): ChildProcess {
  return startChild(process.execPath, [...NODE_FLAGS, entry("node"), name, ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
}

/** The first line, of those still to come, that begins so; an error when the process ends without one. */
export function lineOf(child: ChildProcess, start: string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`A node ended with ${code} before it said "${start}"`)));
    createInterface({ input: child.stdout! }).on("line", (line) => line.startsWith(start) && resolve(line));
  });
}

/** Makes this OS process a node that is connected with another one of its own; returns the other's name. */
export async function twoNodes(): Promise<string> {
  boot(stringDevice());
  await Node.start(freshName("near"));
  const far = freshName("far");
  await startNode(far);
  if (!(await Node.connect(far))) throw new Error(`Cannot connect with ${far}`);
  return far;
}

/** Runs work so many times; per second. */
export function perSecond(times: number, milliseconds: number): number {
  return (times / milliseconds) * 1000;
}
