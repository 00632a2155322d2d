import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { attempt, GenServer } from "../../src/otp/index.js";
import {
  Exit,
  exit,
  inProcess,
  nodeDown,
  Process,
  receive,
  self,
  send,
  spawn,
  spawnLink,
  whenUnplugged,
} from "../../src/process/index.js";
import { formatExit } from "../../src/term/exception.js";
import { atom, inspect, type Pid, tuple } from "../../src/term/index.js";
import { captureLog } from "../support/log-capture.js";
import { endOf, endProcesses, flush, nextTurn, unplugWire } from "../support/processes.js";

let logged: () => Promise<string>;
beforeEach(async () => {
  logged = await captureLog();
  whenUnplugged((node) => setImmediate(() => nodeDown(node, false, false)));
});
afterEach(endProcesses);
afterEach(unplugWire);

interface Stack {
  init: [items: number[]];
  calls: { pop(): number | undefined; size(): number; push(item: number): void };
  casts: { push(item: number): void };
}
const Stack: GenServer.Behaviour<number[], Stack> = {
  init: (items) => items,
  handleCall: {
    pop: (s) => GenServer.reply(s.at(-1), s.slice(0, -1)),
    size: async (s) => GenServer.reply(s.length, s),
    push: (s, item) => GenServer.reply(undefined, [...s, item]),
  },
  handleCast: { push: (s, item) => GenServer.noreply([...s, item]) },
};

/** A server whose calls are functions of the state and the caller, for what is tried only once. */
const Anything: GenServer.Behaviour<unknown> = {
  init: (make?: () => unknown) => make?.() ?? "state",
  handleCall: (state, request, from) => request(state, from),
  handleCast: (state, request) => request(state),
};

const isolated = (body: () => unknown) => () => inProcess(body) as Promise<void>;

/** The exit reason with which something ends. */
async function reasonOf(fun: () => unknown): Promise<unknown> {
  const result = await attempt(fun);
  expect(result[0]).toBe(atom.error);
  return result[1];
}

describe("a server", () => {
  it(
    "answers calls in order, async handlers included",
    isolated(async () => {
      const stack = await GenServer.startLink(Stack, [[1, 2, 3]]);
      expect(await GenServer.call(stack, "pop")).toBe(3);
      GenServer.cast(stack, "push", 7);
      const answers = [GenServer.call(stack, "size"), GenServer.call(stack, "pop"), GenServer.call(stack, "size")];
      expect(await Promise.all(answers)).toEqual([3, 7, 2]);
    }),
  );

  it(
    "is found by its name, and the name is free again after it",
    isolated(async () => {
      const stack = await GenServer.start(Stack, [[1]], { name: "Stack" });
      expect(GenServer.whereis("Stack")).toBe(stack);
      expect(await GenServer.call("Stack", "size")).toBe(1);
      expect(await GenServer.call(["Stack", "nonode@nohost"], "size")).toBe(1);
      expect(await GenServer.stop("Stack")).toBe(atom.ok);
      expect(GenServer.whereis("Stack")).toBeNull();
      expect(await logged()).toBe("");
    }),
  );

  it(
    "speaks OTP's messages: $gen_call with an alias as tag, $gen_cast",
    isolated(async () => {
      const stack = await GenServer.startLink(Stack, [[1, 2]]);
      const ref = Process.alias("reply");
      send(stack, tuple(atom.$gen_call, tuple(self(), ref), atom.pop));
      expect(await receive()).toEqual(tuple(ref, 2));
      send(stack, tuple(atom.$gen_cast, tuple(atom.push, 9)));
      expect(await GenServer.call(stack as Pid, atom.pop)).toBe(9);
      expect(await GenServer.call(stack as Pid, tuple(atom.push, 5))).toBeUndefined();
    }),
  );

  it(
    "may reply later, and from another process",
    isolated(async () => {
      interface Door {
        calls: { enter(): string };
        casts: { open(): void };
      }
      const server: GenServer.Behaviour<GenServer.From[], Door> = {
        init: () => [],
        handleCall: { enter: (waiting) => GenServer.noreply([...waiting, GenServer.from()]) },
        handleCast: {
          open: (waiting) => {
            spawn(() => {
              for (const from of waiting) GenServer.reply(from, "welcome");
            });
            return GenServer.noreply([]);
          },
        },
      };
      const door = await GenServer.startLink(server, []);
      const guests = [GenServer.call(door, "enter"), GenServer.call(door, "enter")];
      GenServer.cast(door, "open");
      expect(await Promise.all(guests)).toEqual(["welcome", "welcome"]);
    }),
  );

  it(
    "takes all other messages in handleInfo, the timeout too",
    isolated(async () => {
      const seen: unknown[] = [];
      const watcher: GenServer.Behaviour<number> = {
        init: () => GenServer.ok(0, { timeout: 1 }),
        handleInfo(count, message) {
          seen.push(message);
          return count < 2 ? GenServer.noreply(count + 1, { timeout: 1 }) : GenServer.stopWith(atom.normal, count);
        },
      };
      const pid = await GenServer.start(watcher, []);
      send(pid, "hello");
      expect(await endOf(pid)).toBe(atom.normal);
      expect(seen).toEqual(["hello", atom.timeout, atom.timeout]);
    }),
  );

  it(
    "logs a message that it does not expect, and goes on",
    isolated(async () => {
      const pid = await GenServer.startLink(Stack, [[1]], { name: "Stack" });
      send(pid, atom.unexpected);
      expect(await GenServer.call(pid, "size")).toBe(1);
      expect(await logged()).toContain(
        "[error] GenServer Stack received unexpected message in handleInfo/2: :unexpected\n",
      );
    }),
  );

  it(
    "continues with what a callback left to do before it takes a message",
    isolated(async () => {
      const order: unknown[] = [];
      const server: GenServer.Behaviour<string, { calls: { ask(): unknown[] } }> = {
        init: () => GenServer.ok("state", { continue: "load" }),
        handleContinue: (state, argument) => {
          order.push(argument);
          return argument === "load" ? GenServer.noreply(state, { continue: "more" }) : GenServer.noreply(state);
        },
        handleCall: { ask: (state) => GenServer.reply([...order], state) },
      };
      const pid = await GenServer.startLink(server, []);
      expect(await GenServer.call(pid, "ask")).toEqual(["load", "more"]);
    }),
  );

  it(
    "tells its ancestors and its initial call",
    isolated(async () => {
      Process.register(self(), "Parent");
      const pid = await GenServer.startLink(Stack, [[]]);
      const known = Process.info(pid, "dictionary")!;
      expect(known.get(atom.$ancestors)).toEqual([atom("Elixir.Parent")]);
      expect(inspect(known.get(atom.$initial_call))).toBe("{GenServer, :init, 1}");
    }),
  );

  it(
    "shows its state to OTP's sys",
    isolated(async () => {
      const pid = await GenServer.startLink(Stack, [[1, 2]]);
      const ref = Process.alias("reply");
      send(pid, tuple(atom.system, tuple(self(), ref), atom.get_state));
      expect(await receive()).toEqual(tuple(ref, [1, 2]));
    }),
  );
});

describe("the start of a server", () => {
  const trapping = (body: () => unknown) =>
    isolated(() => {
      Process.flag("trapExit", true);
      return body();
    });

  it.each([
    ["stops", () => GenServer.stopWith(atom.bad), atom.bad],
    ["exits", () => exit(atom.bad), atom.bad],
  ])("fails with the reason with which init %s, and leaves nothing behind", async (_how, init, reason) => {
    await trapping(async () => {
      expect(await reasonOf(() => GenServer.startLink(Anything, [init], { name: "Failing" }))).toBe(reason);
      expect(await flush()).toEqual([]);
      expect(Process.whereis("Failing")).toBeNull();
      expect(await logged()).toBe("");
    })();
  });

  it(
    "fails with the error that init throws and where",
    trapping(async () => {
      const error = new RangeError("no");
      const init = () => {
        throw error;
      };
      const reason = (await reasonOf(() => GenServer.startLink(Anything, [init]))) as unknown[];
      expect(reason[0]).toBe(error);
      expect(Array.isArray(reason[1])).toBe(true);
    }),
  );

  it(
    "ends a caller that does not trap exits",
    isolated(async () => {
      const pid = spawn(async () => {
        await GenServer.startLink(Anything, [() => GenServer.stopWith(atom.bad)]).catch(() => {});
        await receive();
      });
      expect(await endOf(pid)).toBe(atom.bad);
    }),
  );

  it(
    "gives :ignore for a server that chooses not to begin",
    trapping(async () => {
      expect(await GenServer.startLink(Anything, [() => GenServer.ignore])).toBe(atom.ignore);
      expect(await flush()).toEqual([]);
    }),
  );

  it(
    "fails for a name that is taken, and says by whom",
    trapping(async () => {
      const first = await GenServer.start(Stack, [[]], { name: "Stack" });
      const reason = await reasonOf(() => GenServer.startLink(Stack, [[]], { name: "Stack" }));
      expect(reason).toEqual(tuple(atom.already_started, first));
      expect(formatExit(reason)).toBe(`already started: ${inspect(first)}`);
      expect(await flush()).toEqual([]);
    }),
  );

  it(
    "refuses what can be no name, and ends nobody",
    isolated(async () => {
      await expect(GenServer.startLink(Stack, [[]], { name: 5 as never })).rejects.toThrow(
        "Cannot use a number as a name: give a string or an atom",
      );
    }),
  );

  it(
    "fails after its time, and the process is gone",
    trapping(async () => {
      let late: Pid | undefined;
      const init = () => {
        late = self();
        return receive();
      };
      expect(await reasonOf(() => GenServer.startLink(Anything, [init], { timeout: 20 }))).toBe(atom.timeout);
      expect(Process.alive(late!)).toBe(false);
      expect(await flush()).toEqual([]);
    }),
  );

  it(
    "refuses what is no behaviour and arguments that are no list",
    isolated(async () => {
      expect(() => GenServer.start({} as never, [])).toThrow("its behaviour needs at least the callback init");
      expect(() => GenServer.start(Stack, 1 as never)).toThrow("give the arguments of init as a list");
    }),
  );
});

describe("a call that gets no reply", () => {
  const text = async (fun: () => unknown): Promise<string> => formatExit(await reasonOf(fun));

  it(
    "says that there is no such process",
    isolated(async () => {
      const words =
        "(EXIT) no process: the process is not alive or there's no process currently associated with the given name";
      expect(await text(() => GenServer.call("Nobody", "get"))).toContain(
        `exited in: GenServer.call(Nobody, :get, 5000)\n    ** ${words}`,
      );
      const gone = spawn(() => {});
      await endOf(gone);
      expect(await text(() => GenServer.call(gone, "add", 3))).toContain(
        `GenServer.call(${inspect(gone)}, {:add, 3}, 5000)`,
      );
    }),
  );

  it(
    "says that a process called itself",
    isolated(async () => {
      expect(await text(() => GenServer.call(self(), "get"))).toContain("(EXIT) process attempted to call itself");
    }),
  );

  it(
    "says that the node is not there",
    isolated(async () => {
      expect(await text(() => GenServer.call(["Counter", "nope@localhost"], "get"))).toBe(
        "exited in: GenServer.call({Counter, :nope@localhost}, :get, 5000)\n    ** (EXIT) no connection to nope@localhost",
      );
    }),
  );

  it(
    "gives up after its time, and a late reply never comes to the mailbox",
    isolated(async () => {
      const pid = await GenServer.start(Anything, []);
      const slow = async (state: unknown) => {
        await receive((message: unknown) => message === "go on");
        return GenServer.reply("late", state);
      };
      expect(await text(() => GenServer.within(10).call(pid, slow))).toMatch(/, 10\)\n {4}\*\* \(EXIT\) time out$/);
      send(pid, "go on");
      expect(await GenServer.call(pid, (state: unknown) => GenServer.reply("next", state))).toBe("next");
      expect(await flush()).toEqual([]);
      expect(Process.info(self(), "monitors")).toEqual([]);
    }),
  );

  it(
    "refuses a time that is none",
    isolated(() => {
      expect(() => GenServer.within(-1)).toThrow("Cannot wait for -1: give milliseconds from 0 on, or Infinity");
    }),
  );

  it(
    "exits with the reason for which the server ended meanwhile",
    isolated(async () => {
      const pid = await GenServer.start(Anything, [], { name: "Failing" });
      const crash = () => {
        throw new TypeError("oops");
      };
      expect(await text(() => GenServer.call(pid, crash))).toMatch(
        /\*\* \(EXIT\) an exception was raised:\n {8}\*\* \(TypeError\) oops/,
      );
      const report = await logged();
      expect(report).toContain("[error] GenServer Failing terminating\n** (TypeError) oops\n");
      expect(report).toContain(`Last message (from ${inspect(self())}): #Function<`);
      expect(report).toContain(`State: "state"\nClient ${inspect(self())} is alive\n`);
    }),
  );
});

describe("a server that fails", () => {
  it(
    "reports a handler that there is not, as Erlang's function_clause",
    isolated(async () => {
      const pid = await GenServer.start(Stack, [[1]], { name: "Stack" });
      const reason = (await reasonOf(() => GenServer.call(pid as Pid, "peek"))) as [[symbol, unknown[]]];
      expect(reason[0][0]).toBe(atom.function_clause);
      expect(await logged()).toContain(
        "GenServer Stack terminating\n** (FunctionClauseError) no function clause matching in GenServer.handleCall/3\n",
      );
    }),
  );

  it.each(["toString", "constructor", "__proto__"])("does not take %s for a handler", async (name) => {
    await inProcess(async () => {
      const pid = await GenServer.start(Stack, [[1]]);
      expect(inspect(await reasonOf(() => GenServer.call(pid as Pid, name)))).toContain("function_clause");
    });
  });

  it(
    "says which callback is missing",
    isolated(async () => {
      const pid = await GenServer.start({ init: () => 0 }, [], { name: "Mute" });
      GenServer.cast(pid, "any");
      await endOf(pid);
      expect(await logged()).toContain("(Error) attempted to cast GenServer Mute but no handleCast/2 was provided\n");
    }),
  );

  it.each([
    ["a plain value", () => "oops", '"oops"'],
    ["the reply to a cast", (state: unknown) => GenServer.reply(1, state), '{:reply, 1, "state"}'],
  ])("ends with a bad return value for %s", async (_what, handler, shown) => {
    await inProcess(async () => {
      const pid = await GenServer.start(Anything, []);
      GenServer.cast(pid, handler);
      const reason = (await endOf(pid)) as unknown[];
      expect(reason[0]).toBe(atom.bad_return_value);
      const report = await logged();
      expect(report).toContain(`** (stop) bad return value: ${shown}\n`);
      expect(report).toContain('Last message: {:"$gen_cast", #Function<');
    });
  });

  it(
    "tidies up in terminate with the reason, and what terminate throws is the reason then",
    isolated(async () => {
      const ends: unknown[] = [];
      const server: GenServer.Behaviour<string, { casts: { end(reason: unknown): void } }> = {
        init: () => "state",
        handleCast: { end: (state, reason) => GenServer.stopWith(reason, `${state}!`) },
        terminate(state, reason) {
          ends.push([state, reason]);
          if (reason === atom.worse) exit(atom.worst);
        },
      };
      for (const [given, reason] of [
        [atom.shutdown, atom.shutdown],
        [atom.worse, atom.worst],
      ]) {
        const pid = await GenServer.start(server, []);
        GenServer.cast(pid, "end", given);
        expect(await endOf(pid)).toBe(reason);
      }
      expect(ends).toEqual([
        ["state!", atom.shutdown],
        ["state!", atom.worse],
      ]);
      expect(await logged()).toMatch(/^[^*]*\*\* \(stop\) :worst\nLast message: [^\n]*\nState: "state!"\n$/);
    }),
  );

  it(
    "replies before it has ended when the stop of a call says so",
    isolated(async () => {
      const pid = await GenServer.start(Anything, []);
      const stop = (state: unknown) => GenServer.stopWith(atom.normal, state, { value: "bye" });
      expect(await GenServer.call(pid, stop)).toBe("bye");
      expect(await logged()).toBe("");
    }),
  );

  it(
    "ends without a report when it is killed, and without its terminate",
    isolated(async () => {
      let tidied = false;
      const pid = await GenServer.start({ init: () => 0, terminate: () => (tidied = true) }, []);
      const ended = endOf(pid);
      Process.exit(pid, atom.kill);
      expect(await ended).toBe(atom.killed);
      expect(await logged()).toBe("");
      expect(tidied).toBe(false);
    }),
  );
});

describe("a server whose parent ends", () => {
  const server: GenServer.Behaviour<Pid> = {
    init: (observer: Pid, trapExit: boolean) => {
      Process.flag("trapExit", trapExit);
      return observer;
    },
    handleInfo: (observer, message) => {
      send(observer, tuple(atom.info, message));
      return GenServer.noreply(observer);
    },
    terminate: (observer, reason) => send(observer, tuple(atom.terminate, reason)),
  };

  const withParent = (trapExit: boolean, observer: Pid) =>
    spawn(async () => {
      send(observer, await GenServer.startLink(server, [observer, trapExit]));
      exit(await receive());
    });

  it(
    "tidies up when it traps exits, then ends for the same reason",
    isolated(async () => {
      const parent = withParent(true, self());
      const pid = (await receive()) as Pid;
      const end = Process.monitor(pid);
      send(parent, atom.shutdown);
      expect(await receive()).toEqual(tuple(atom.terminate, atom.shutdown));
      expect(await receive()).toEqual(tuple(atom.DOWN, end, atom.process, pid, atom.shutdown));
    }),
  );

  it(
    "ends at once when it does not",
    isolated(async () => {
      const parent = withParent(false, self());
      const pid = (await receive()) as Pid;
      send(parent, atom.bad);
      expect(await endOf(pid)).toBe(atom.bad);
    }),
  );

  it(
    "gets the exits of other linked processes as messages",
    isolated(async () => {
      withParent(true, self());
      const pid = (await receive()) as Pid;
      const other = spawnLink(async () => {
        Process.link(pid);
        Process.unlink((await receive()) as Pid);
        exit(atom.bad);
      });
      send(other, self());
      const [, exited] = (await receive()) as [unknown, unknown];
      expect(exited).toEqual(tuple(atom.EXIT, other, atom.bad));
      expect(Process.alive(pid)).toBe(true);
    }),
  );
});

describe("GenServer.stop", () => {
  it(
    "ends a server for a reason and waits for it",
    isolated(async () => {
      const ends: unknown[] = [];
      const pid = await GenServer.start({ init: () => 0, terminate: (_state, reason) => ends.push(reason) }, []);
      expect(await GenServer.stop(pid, tuple(atom.shutdown, 1))).toBe(atom.ok);
      expect(Process.alive(pid)).toBe(false);
      expect(ends).toEqual([tuple(atom.shutdown, 1)]);
      expect(await flush()).toEqual([]);
    }),
  );

  it(
    "exits for a server that is not there, and for one that ends otherwise",
    isolated(async () => {
      expect(formatExit(await reasonOf(() => GenServer.stop("Nobody")))).toContain(
        "exited in: GenServer.stop(Nobody, :normal, :infinity)\n    ** (EXIT) no process",
      );
      const pid = await GenServer.start({ init: () => 0, terminate: () => exit(atom.other) }, []);
      expect(formatExit(await reasonOf(() => GenServer.stop(pid)))).toMatch(/\n {4}\*\* \(EXIT\) :other$/);
    }),
  );

  it(
    "gives up after its time",
    isolated(async () => {
      const pid = await GenServer.start({ init: () => 0, terminate: () => receive() }, []);
      expect(formatExit(await reasonOf(() => GenServer.stop(pid, atom.normal, 10)))).toMatch(/\(EXIT\) time out$/);
    }),
  );
});

describe("several servers of one name", () => {
  it(
    "are called together; those that do not answer are told apart",
    isolated(async () => {
      await GenServer.start(Stack, [[1]], { name: "Stack" });
      const here = atom("nonode@nohost");
      const [replies, bad] = await GenServer.multiCall(["nonode@nohost", "nope@localhost"], "Stack", "size");
      expect(replies).toEqual([tuple(here, 1)]);
      expect(bad).toEqual([atom("nope@localhost")]);
      expect(GenServer.abcast(["nonode@nohost", "nope@localhost"], "Stack", "push", 2)).toBe(atom.abcast);
      expect(await GenServer.call("Stack", "size")).toBe(2);
    }),
  );
});

describe("attempt", () => {
  it(
    "gives the value or the exit reason as OTP's tuples, and throws other errors on",
    isolated(async () => {
      expect(await attempt(() => 1)).toEqual(tuple(atom.ok, 1));
      expect(await attempt(async () => exit(atom.bad))).toEqual(tuple(atom.error, atom.bad));
      await expect(attempt(() => JSON.parse("{"))).rejects.toThrow(SyntaxError);
      expect(() => exit(1)).toThrow(Exit);
      await nextTurn();
    }),
  );
});
