import { performance } from "node:perf_hooks";
import { afterEach, describe, expect, it } from "@jest/globals";
import { inProcess, Process, receive, self, send, skip, spawn } from "../../src/process/index.js";
import { atom, Pid } from "../../src/term/index.js";
import { endProcesses, gate, nextTurn } from "../support/processes.js";

afterEach(endProcesses);

/** Two processes that play ping-pong without end. */
function players(take: () => Promise<unknown>): [Pid, Pid] {
  const player = async (): Promise<never> => {
    for (;;) send((await take()) as Pid, self());
  };
  const [one, two] = [spawn(player), spawn(player)];
  send(one, two);
  return [one, two];
}

const TAKES: [string, () => Promise<unknown>][] = [
  ["any message", () => receive()],
  ["a message by a clause", () => receive((message) => (message instanceof Pid ? message : skip))],
  ["a message within a time", () => receive(undefined, 20_000)],
];

describe("fairness", () => {
  it.each(TAKES)("lets timers run beside an endless ping-pong that receives %s", async (_name, take) => {
    const began = performance.now();
    players(take);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it.each(TAKES)("lets other processes run beside an endless ping-pong that receives %s", async (_name, take) => {
    players(take);
    await inProcess(async () => {
      const me = self();
      spawn(async () => {
        for (let i = 0; i < 3; i++) await nextTurn();
        send(me, "had its turns");
      });
      expect(await receive()).toBe("had its turns");
    });
  });

  it.each(TAKES)("lets timers run beside a process that feeds itself, receiving %s", async (_name, take) => {
    spawn(async () => {
      send(self(), self());
      for (;;) send(self(), await take());
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it("loses and reorders nothing when a turn is over", async () => {
    const MANY = 20_000;
    const sum = await inProcess(async () => {
      const me = self();
      const echo = spawn(async () => {
        for (;;) send(me, await receive());
      });
      let next = 0;
      for (let i = 0; i < MANY; i++) {
        send(echo, i);
        if (i % 3 === 0) send(echo, ++i);
        while (next <= i) expect(await receive()).toBe(next++);
      }
      return next;
    });
    expect(sum).toBeGreaterThanOrEqual(MANY);
  });

  it("ends a process that waits for its turn as any other: its finally blocks run", async () => {
    let left = 0;
    const started = players(() => receive());
    const ended = gate();
    const leaver = async (): Promise<void> => {
      try {
        for (;;) send((await receive()) as Pid, self());
      } finally {
        if (++left === 2) ended.open();
      }
    };
    const [one, two] = [spawn(leaver), spawn(leaver)];
    send(one, two);
    await nextTurn();
    await inProcess(async () => {
      for (let i = 0; i < 5000; i++) await null;
      for (const pid of [one, two, ...started]) Process.exit(pid, atom.kill);
    });
    await ended.opened;
  });

  it("lets a process wait on when what it was woken for is gone", async () => {
    players(() => receive());
    await inProcess(async () => {
      for (let i = 0; i < 200; i++) {
        const other = spawn(() => receive());
        const ref = Process.monitor(other);
        const next = receive();
        Process.exit(other, atom.kill);
        Process.demonitor(ref, { flush: true });
        send(self(), i);
        // The DOWN is received where it woke the process at once, and flushed where it had to wait.
        const first = (await next) as unknown[];
        if (Array.isArray(first)) expect([first[0], await receive()]).toEqual([atom.DOWN, i]);
        else expect(first).toBe(i);
      }
    });
  });
});
