import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { stopChild } from "./children.js";
import type { Sampler } from "./figure.js";

/*
 * How samples cross between OS processes, whatever runs in them: the one that measures prints
 * `@ ready`, and for every line that it reads `@ NUMBER`; it ends with its input.
 */

const MARK = "@ ";

/** A side that runs in another OS process. */
export interface RemoteSide {
  sample: Sampler;
  close(): Promise<void>;
}

/**
 * Waits until a process is ready to take samples.
 *
 * @param timeout milliseconds that a sample, or getting ready, may take
 * @throws Error when it ends, fails or takes too long; the message has what it wrote to stderr
 */
export async function openSide(child: ChildProcess, timeout: number): Promise<RemoteSide> {
  let complaints = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    complaints = (complaints + text).slice(-2000);
  });
  const answers = answersOf(child, timeout, () => complaints.trim());
  try {
    await answers.next();
  } catch (error) {
    await stopChild(child);
    throw error;
  }
  return {
    sample: async () => {
      child.stdin!.write("sample\n");
      return Number(await answers.next());
    },
    close: () => stopChild(child),
  };
}

function answersOf(child: ChildProcess, timeout: number, complaints: () => string): { next(): Promise<string> } {
  let waiting: { resolve(text: string): void; reject(error: Error): void } | undefined;
  createInterface({ input: child.stdout! }).on("line", (line) => {
    if (line.startsWith("@! ")) waiting?.reject(new Error(line.slice(3)));
    else if (line.startsWith(MARK)) waiting?.resolve(line.slice(MARK.length));
  });
  const ended = new Promise<never>((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      const error = new Error(`It ended with ${signal ?? code}: ${complaints()}`);
      // What it has written may still be on its way.
      setTimeout(() => reject(error), 50);
    });
  });
  ended.catch(() => {});
  return {
    next: async () => {
      let timer: NodeJS.Timeout | undefined;
      const answer = new Promise<string>((resolve, reject) => {
        waiting = { resolve, reject };
        timer = setTimeout(() => reject(new Error(`No answer within ${timeout} ms: ${complaints()}`)), timeout);
      });
      try {
        return await Promise.race([answer, ended]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** Takes samples for the process that has started this one. */
export async function serveSamples(sample: Sampler): Promise<void> {
  process.stdout.write(`${MARK}ready\n`);
  for await (const _ of createInterface({ input: process.stdin }))
    try {
      process.stdout.write(`${MARK}${await sample()}\n`);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      process.stdout.write(`@! ${message.replaceAll("\n", " ")}\n`);
    }
}
