import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  Exit,
  exit,
  inProcess,
  Process,
  receive,
  self,
  send,
  setCodeServer,
  spawn,
  spawnLink,
  spawnMonitor,
  UndefinedFunctionError,
} from "../../src/process/index.js";
import { atom, isTuple, Pid, type Tuple, tuple } from "../../src/term/index.js";
import { endOf, endProcesses, nextTurn, recordReports } from "../support/processes.js";

let reports: ReturnType<typeof recordReports>;
beforeEach(() => {
  reports = recordReports();
});
afterEach(endProcesses);

describe("spawn", () => {
  it("runs the function in a later turn", async () => {
    const steps: string[] = [];
    await inProcess(async () => {
      const pid = spawn(() => {
        steps.push("child");
      });
      steps.push("parent");
      expect(await endOf(pid)).toBe(atom.normal);
    });
    expect(steps).toEqual(["parent", "child"]);
  });

  it("gives every process a pid of its own", async () => {
    const [one, two] = [spawn(() => receive()), spawn(() => receive())];
    expect(one).toBeInstanceOf(Pid);
    expect(one).not.toBe(two);
  });

  it("ends a process normally with the value of its function, whatever that is", async () => {
    await inProcess(async () => {
      expect(await endOf(spawn(async () => "a value"))).toBe(atom.normal);
      expect(await endOf(spawn(() => new Error("returned, not thrown")))).toBe(atom.normal);
    });
  });

  it("ends a process with the reason of its exit", async () => {
    await inProcess(async () => {
      expect(await endOf(spawn(() => exit("plain")))).toBe("plain");
      const reason = tuple(atom.shutdown!, 1);
      expect(await endOf(spawn(async () => exit(reason)))).toBe(reason);
    });
    expect(reports.crashes).toEqual([]);
  });

  it("ends a process with the error and its frames when the function throws", async () => {
    const error = new Error("boom");
    await inProcess(async () => {
      const reason = (await endOf(
        spawn(async function breaks() {
          throw error;
        }),
      )) as Tuple;
      expect(isTuple(reason)).toBe(true);
      expect(reason[0]).toBe(error);
      expect(Array.isArray(reason[1])).toBe(true);
      expect(isTuple(reason[1])).toBe(false);
    });
  });

  it("knows an error of another realm", async () => {
    await inProcess(async () => {
      const reason = (await endOf(
        spawn(() => {
          throw runInNewContext("new TypeError('elsewhere')");
        }),
      )) as Tuple;
      expect((reason[0] as Error).message).toBe("elsewhere");
    });
  });

  it("ends a process with nocatch when something else than an error is thrown", async () => {
    await inProcess(async () => {
      const pid = spawn(() => {
        throw "ball";
      });
      expect(await endOf(pid)).toEqual(tuple(tuple(atom.nocatch, "ball"), []));
    });
  });

  it("calls an export of a module that the code server knows", async () => {
    const seen = await inProcess(async () => {
      setCodeServer({
        nameOf: () => undefined,
        resolve: (module, name) =>
          module === atom("Elixir.Remote") && name === atom("chat")
            ? (from, text) => send(from, [text, self()])
            : () => {},
      });
      const pid = spawn("Remote", "chat", [self(), "hello"]);
      return [await receive(), pid];
    });
    const [[text, from], pid] = seen as [[string, Pid], Pid];
    expect(text).toBe("hello");
    expect(from).toBe(pid);
  });

  it("ends a process with undef when there is no such function", async () => {
    setCodeServer({
      nameOf: () => undefined,
      resolve: (module, name, args) => {
        throw new UndefinedFunctionError(module, name, args.length);
      },
    });
    await inProcess(async () => {
      expect(await endOf(spawn("Nope", "missing", [1, 2]))).toEqual(
        tuple(atom.undef, [tuple(atom("Elixir.Nope"), atom("missing"), 2, [])]),
      );
    });
  });

  it("calls a function value by way of :erlang.apply/2", async () => {
    const arg = await inProcess(async () => {
      spawn(atom.erlang, atom.apply, [(to: Pid) => send(to, "applied"), [self()]]);
      return receive();
    });
    expect(arg).toBe("applied");
  });

  it("refuses a module without a function and arguments", () => {
    expect(() => (spawn as (...args: unknown[]) => Pid)("Remote")).toThrow(
      "Cannot spawn without a function: give one, or a module, a function name and a list of arguments",
    );
  });

  it("runs nothing when the process is ended before its first turn", async () => {
    let ran = false;
    await inProcess(async () => {
      const pid = spawn(() => {
        ran = true;
      });
      Process.exit(pid, atom.kill);
      expect(await endOf(pid)).toBe(atom.noproc);
    });
    await nextTurn();
    expect(ran).toBe(false);
  });

  it("works outside of a process, with no parent", async () => {
    const pid = spawn(() => receive());
    expect(Process.info(pid, "parent")).toBeNull();
    expect(Process.alive(pid)).toBe(true);
  });
});

describe("spawnLink", () => {
  it("links the new process to the caller before it runs", async () => {
    await inProcess(async () => {
      Process.flag("trapExit", true);
      const pid = spawnLink(() => exit("gone"));
      expect(await receive()).toEqual(tuple(atom.EXIT, pid, "gone"));
    });
  });

  it("ends the child with the parent", async () => {
    await inProcess(async () => {
      let child: Pid | undefined;
      const parent = spawn(async () => {
        child = spawnLink(() => receive());
        await receive();
      });
      await nextTurn();
      const ended = endOf(child!);
      Process.exit(parent, "bye");
      expect(await ended).toBe("bye");
    });
  });

  it("needs a process to link to", () => {
    expect(() => spawnLink(() => {})).toThrow("No process runs here");
  });
});

describe("spawnMonitor", () => {
  it("gives the pid and the monitor that tells of its end", async () => {
    await inProcess(async () => {
      const [pid, ref] = spawnMonitor(() => exit("seen"));
      expect(await receive()).toEqual(tuple(atom.DOWN, ref, atom.process, pid, "seen"));
    });
  });
});

describe("inProcess", () => {
  it("gives the value of the body", async () => {
    expect(await inProcess(() => 1)).toBe(1);
    expect(await inProcess(async () => self())).toBeInstanceOf(Pid);
  });

  it("throws what the body throws, without a report", async () => {
    await expect(
      inProcess(() => {
        throw new RangeError("from the body");
      }),
    ).rejects.toThrow("from the body");
    expect(reports.crashes).toEqual([]);
  });

  it("throws the exit of a body that exits", async () => {
    const ended = inProcess(() => exit("early"));
    await expect(ended).rejects.toBeInstanceOf(Exit);
    await expect(ended).rejects.toMatchObject({ reason: "early" });
  });

  it("throws an exit when the body is killed while it waits", async () => {
    let pid: Pid | undefined;
    const ended = inProcess(async () => {
      pid = self();
      await new Promise(() => {});
    });
    await nextTurn();
    spawn(() => Process.exit(pid!, atom.kill));
    await expect(ended).rejects.toMatchObject({ reason: atom.killed });
  });

  it("ends what is linked to a body that fails with the same reason", async () => {
    let child: Pid | undefined;
    const failing = inProcess(async () => {
      child = spawnLink(() => receive());
      exit("body failed");
    });
    await expect(failing).rejects.toBeInstanceOf(Exit);
    expect(Process.alive(child!)).toBe(false);
  });

  it("has ended when its value is there", async () => {
    const pid = await inProcess(() => self());
    await nextTurn();
    expect(Process.alive(pid)).toBe(false);
  });
});
