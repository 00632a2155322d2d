import { performance } from "node:perf_hooks";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { inProcess, Process, receive, self, send, skip, spawn } from "../../src/process/index.js";
import { atom, type Pid, tuple } from "../../src/term/index.js";
import { endProcesses, flush, gate, nextTurn, recordReports } from "../support/processes.js";

let reports: ReturnType<typeof recordReports>;
beforeEach(() => {
  reports = recordReports();
});
afterEach(endProcesses);

/** Runs a body with these messages in its mailbox. */
function withMessages<T>(messages: unknown[], body: () => Promise<T>): Promise<T> {
  return inProcess(async () => {
    for (const message of messages) send(self(), message);
    return body();
  });
}

describe("receive without a clause", () => {
  it("takes the oldest message", async () => {
    expect(await withMessages([1, 2, 3], async () => [await receive(), await receive()])).toEqual([1, 2]);
  });

  it("waits for one when there is none", async () => {
    const body = inProcess(async () => {
      const me = self();
      spawn(() => send(me, "late"));
      return receive();
    });
    expect(await body).toBe("late");
  });

  it("takes null and undefined for what they are: messages", async () => {
    expect(await withMessages([null, undefined], async () => [await receive(), await receive()])).toEqual([
      null,
      undefined,
    ]);
  });
});

describe("receive with a clause", () => {
  it("takes the first message that the clause wants and leaves the others in order", async () => {
    const seen = await withMessages(["a", 1, "b", 2, "c"], async () => {
      const number = await receive((message) => (typeof message === "number" ? message * 10 : skip));
      return [number, await flush()];
    });
    expect(seen).toEqual([10, ["a", "b", 2, "c"]]);
  });

  it("waits until a wanted message comes, past those that are not", async () => {
    const seen = await inProcess(async () => {
      const me = self();
      spawn(async () => {
        send(me, "x");
        await nextTurn();
        send(me, "y");
        send(me, tuple(atom.ok, 1));
        send(me, "z");
      });
      const value = await receive((message) => (Array.isArray(message) ? message[1] : skip));
      await nextTurn();
      return [value, await flush()];
    });
    expect(seen).toEqual([1, ["x", "y", "z"]]);
  });

  it("shows each message once", async () => {
    const shown: unknown[] = [];
    await inProcess(async () => {
      const me = self();
      for (let i = 0; i < 5; i++) send(me, i);
      spawn(async () => {
        for (let i = 5; i < 10; i++) {
          send(me, i);
          await nextTurn();
        }
      });
      await receive((message) => {
        shown.push(message);
        return message === 9 ? true : skip;
      });
    });
    expect(shown).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("runs the clause in the turn of the receiver, not of the sender", async () => {
    await inProcess(async () => {
      let runs = 0;
      const pid = spawn(() => receive(() => void runs++));
      await nextTurn();
      send(pid, "x");
      expect(runs).toBe(0);
      await nextTurn();
      expect(runs).toBe(1);
    });
  });

  it("runs the clause as the process that receives", async () => {
    await inProcess(async () => {
      const before = self();
      spawn(() => send(before, "x"));
      expect(await receive(() => self())).toBe(before);
    });
  });

  it("has received the message of a clause that throws", async () => {
    const left = await withMessages(["a", "b"], async () => {
      await expect(
        receive((message) => {
          throw new Error(`cannot take ${message}`);
        }),
      ).rejects.toThrow("cannot take a");
      return flush();
    });
    expect(left).toEqual(["b"]);
  });

  it("has received the message of a clause that throws after others were refused", async () => {
    const left = await withMessages([1, 2, 3, 4], async () => {
      const failing = receive((message) => {
        if (message === 3) throw new Error("three");
        return skip;
      });
      await expect(failing).rejects.toThrow("three");
      return flush();
    });
    expect(left).toEqual([1, 2, 4]);
  });

  it("resolves to what a clause's promise resolves to", async () => {
    const value = await withMessages(["x"], () =>
      receive(async (message) => {
        await nextTurn();
        return `${message}!`;
      }),
    );
    expect(value).toBe("x!");
  });

  it("can be nested: the inner receive does not see the message of the outer clause", async () => {
    const seen = await withMessages(["begin", "skipped", "body", "end"], async () => {
      const message = await receive((outer) =>
        outer === "begin" ? receive((inner) => (inner === "skipped" ? skip : [outer, inner])) : skip,
      );
      return [message, await flush()];
    });
    expect(seen).toEqual([
      ["begin", "body"],
      ["skipped", "end"],
    ]);
  });

  it("can be nested without a clause, also behind refused messages", async () => {
    const seen = await withMessages([1, 2, 3], async () => {
      const both = await receive((outer) => (outer === 2 ? receive().then((inner) => [outer, inner]) : skip));
      return [both, await flush()];
    });
    expect(seen).toEqual([[2, 1], [3]]);
  });

  it("can be a loop that receives again in its clause", async () => {
    const seen: unknown[] = [];
    const loop = (): Promise<unknown> =>
      receive((message) => {
        seen.push(message);
        return message === "stop" ? "stopped" : loop();
      });
    expect(await withMessages([1, 2, 3, "stop", 4], loop)).toBe("stopped");
    expect(seen).toEqual([1, 2, 3, "stop"]);
  });

  it("refuses a clause that skips a message after it has received another", async () => {
    const body = withMessages([1, 2], () =>
      receive(() => {
        receive();
        return skip;
      }),
    );
    await expect(body).rejects.toThrow("Cannot skip a message after receiving another one in its clause");
  });

  it("shows messages that the clause itself sends to its process", async () => {
    const shown: unknown[] = [];
    const left = await withMessages(["a", "b"], async () => {
      await receive((message) => {
        shown.push(message);
        if (typeof message === "string") send(self(), shown.length);
        return message === 2 ? true : skip;
      });
      return flush();
    });
    expect(shown).toEqual(["a", "b", 1, 2]);
    expect(left).toEqual(["a", "b", 1]);
  });

  it("keeps its place when the clause flushes a monitor", async () => {
    const shown: unknown[] = [];
    const left = await inProcess(async () => {
      const dead = spawn(() => {});
      await nextTurn();
      const refs = [Process.monitor(dead), Process.monitor(dead)];
      for (const message of ["a", "b", "c"]) send(self(), message);
      await receive((message) => {
        shown.push(message);
        // First one before its place, then the one at its place, then none.
        Process.demonitor(refs[Math.min(shown.length - 1, 1)]!, { flush: true });
        return message === "c" ? true : skip;
      });
      return flush();
    });
    expect(shown.slice(1)).toEqual([expect.anything(), "a", "b", "c"]);
    expect(left).toHaveLength(3);
    expect(left.slice(1)).toEqual(["a", "b"]);
  });

  it("keeps its place when another part of the process flushes a monitor meanwhile", async () => {
    const shown: unknown[] = [];
    await inProcess(async () => {
      const dead = spawn(() => {});
      await nextTurn();
      const ref = Process.monitor(dead);
      const waiting = receive((message) => {
        shown.push(message);
        return message === "wanted" ? true : skip;
      });
      await nextTurn();
      Process.demonitor(ref, { flush: true });
      send(self(), "wanted");
      await waiting;
    });
    expect(shown).toEqual([expect.anything(), "wanted"]);
  });
});

describe("receive with a timeout", () => {
  it("takes what is there with 0, and does not wait", async () => {
    expect(await withMessages(["x"], () => receive(undefined, 0))).toBe("x");
    expect(await withMessages([], () => receive(undefined, 0))).toBe(atom.timeout);
    expect(await withMessages(["x"], () => receive(() => skip, 0))).toBe(atom.timeout);
  });

  it("leaves the messages that it refused", async () => {
    const left = await withMessages([1, 2], async () => {
      await receive(() => skip, 0);
      return flush();
    });
    expect(left).toEqual([1, 2]);
  });

  it("gives up after its time, not before, whatever else arrives", async () => {
    await inProcess(async () => {
      const me = self();
      const noise = setInterval(() => send(me, "noise"), 2);
      const began = performance.now();
      expect(await receive(() => skip, 20)).toBe(atom.timeout);
      expect(performance.now() - began).toBeGreaterThan(18);
      clearInterval(noise);
    });
  });

  it("takes a message that comes in time", async () => {
    await inProcess(async () => {
      Process.sendAfter(self(), "in time", 1);
      expect(await receive(undefined, 20_000)).toBe("in time");
    });
  });

  it.each([Number.POSITIVE_INFINITY, Symbol.for("infinity")])("waits without end for %p", async (forever) => {
    await inProcess(async () => {
      Process.sendAfter(self(), "at last", 5);
      expect(await receive(undefined, forever)).toBe("at last");
    });
  });

  it("resolves to what onTimeout makes, and runs it only then", async () => {
    expect(await withMessages([], () => receive(undefined, 0, () => "nothing"))).toBe("nothing");
    expect(await withMessages([], () => receive(undefined, 1, async () => "nothing yet"))).toBe("nothing yet");
    const unused = (): never => {
      throw new Error("must not run");
    };
    expect(await withMessages(["x"], () => receive(undefined, 0, unused))).toBe("x");
  });

  it("loses nothing that comes after it gave up", async () => {
    await inProcess(async () => {
      await receive(undefined, 1);
      send(self(), "after");
      expect(await receive()).toBe("after");
    });
  });

  it.each([-1, Number.NaN, 2 ** 31, "5"])("refuses to wait %p ms", async (time) => {
    await expect(inProcess(() => receive(undefined, time as number))).rejects.toThrow(
      `Cannot wait ${time} ms for a message: 0 to 2147483647, or Infinity`,
    );
  });
});

describe("two receives at once", () => {
  it.each([
    ["without a clause", () => receive()],
    ["with a clause", () => receive(() => true)],
    ["with a timeout", () => receive(undefined, 5)],
  ])("are refused in one process: the second %s", async (_name, second) => {
    await inProcess(async () => {
      const first = receive();
      await expect((async () => second())()).rejects.toThrow(
        "Cannot receive twice at once in one process: await the first receive",
      );
      send(self(), "for the first");
      expect(await first).toBe("for the first");
    });
  });
});

describe("a process that is told to end", () => {
  it("leaves a receive with an exit, and its finally blocks run", async () => {
    for (const wait of [() => receive(), () => receive(() => skip), () => receive(() => skip, 20_000)]) {
      const caught = gate<unknown>();
      await inProcess(async () => {
        const pid = spawn(async () => {
          try {
            await wait();
          } catch (error) {
            caught.open(error);
          }
        });
        await nextTurn();
        Process.exit(pid, "enough");
      });
      expect(await caught.opened).toMatchObject({ name: "Exit", reason: "enough" });
    }
  });

  it("leaves a receive also when a message has just woken it", async () => {
    const ended = gate();
    await inProcess(async () => {
      const pid = spawn(async () => {
        try {
          await receive(() => skip);
        } finally {
          ended.open();
        }
      });
      await nextTurn();
      send(pid, "wakes it");
      Process.exit(pid, atom.kill);
    });
    await ended.opened;
  });
});

describe("a mailbox", () => {
  it("delivers in order between a pair of processes, however they take turns", async () => {
    const step = fc.oneof(fc.constant("send"), fc.constant("turn"), fc.constant("microtask"));
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 60 }),
        fc.array(fc.nat(3), { maxLength: 20 }),
        async (steps, how) => {
          const total = steps.filter((name) => name === "send").length;
          const received = await inProcess(async () => {
            const me = self();
            spawn(() => sender(me, steps));
            const seen: unknown[] = [];
            for (let i = 0; i < total; i++) seen.push(await receiveSomehow(how[i % (how.length || 1)] ?? 0));
            return seen;
          });
          expect(received).toEqual(Array.from({ length: total }, (_, i) => i));
        },
      ),
      { numRuns: 60 },
    );
  });

  async function sender(to: Pid, steps: string[]): Promise<void> {
    let next = 0;
    for (const name of steps)
      if (name === "send") send(to, next++);
      else if (name === "turn") await nextTurn();
      else await null;
  }

  async function receiveSomehow(how: number): Promise<unknown> {
    if (how === 0) return receive();
    if (how === 1) return receive((message) => message);
    if (how === 2) return receive(undefined, 20_000);
    await nextTurn();
    return receive();
  }

  it("gives any selection from any mailbox what Erlang gives", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(5), { maxLength: 40 }),
        fc.array(fc.nat(5), { maxLength: 40 }),
        async (messages, wants) => {
          const model = [...messages];
          const expected = wants.map((want) => {
            const at = model.indexOf(want);
            return at < 0 ? "none" : model.splice(at, 1)[0];
          });
          const seen = await withMessages(messages, async () => {
            const taken: unknown[] = [];
            for (const want of wants)
              taken.push(
                await receive(
                  (message) => (message === want ? message : skip),
                  0,
                  () => "none",
                ),
              );
            return [taken, await flush()];
          });
          expect(seen).toEqual([expected, model]);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("takes 100 000 messages in a time that grows with their number only", async () => {
    const MANY = 100_000;
    await inProcess(async () => {
      for (let i = 0; i < MANY; i++) send(self(), i);
      expect(Process.info(self(), "messageQueueLen")).toBe(MANY);
      const began = performance.now();
      for (let i = 0; i < MANY; i++) if ((await receive()) !== i) throw new Error(`out of order at ${i}`);
      // Quadratic work would take minutes.
      expect(performance.now() - began).toBeLessThan(10_000);
    });
  });

  it("looks at 100 000 messages once while it waits for another", async () => {
    const MANY = 100_000;
    await inProcess(async () => {
      for (let i = 0; i < MANY; i++) send(self(), i);
      let shown = 0;
      const me = self();
      spawn(async () => {
        for (let i = 0; i < 100; i++) {
          send(me, "other");
          await nextTurn();
        }
        send(me, "wanted");
      });
      await receive((message) => {
        shown++;
        return message === "wanted" ? true : skip;
      });
      expect(shown).toBe(MANY + 101);
    });
  });

  it("is warned about once when it grows long", async () => {
    Process.warnAboutMailboxOf(10);
    await inProcess(async () => {
      const pid = spawn(() => new Promise(() => {}));
      for (let i = 0; i < 30; i++) send(pid, i);
      expect(reports.warnings).toEqual([
        `The mailbox of ${pid} holds more than 10 messages: it receives less than it is sent`,
      ]);
    });
    Process.warnAboutMailboxOf(100_000);
  });
});
