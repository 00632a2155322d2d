import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  exit,
  hideFrames,
  inProcess,
  Process,
  receive,
  setCodeServer,
  spawn,
  stacktrace,
  UndefinedFunctionError,
} from "../../src/process/index.js";
import { atom, atomName, tuple } from "../../src/term/index.js";
import { endOf, endProcesses, recordReports } from "../support/processes.js";

let reports: ReturnType<typeof recordReports>;
beforeEach(() => {
  reports = recordReports();
});
afterEach(endProcesses);

describe("the report of a crash", () => {
  it("tells which process an error has ended, why, and who led it", async () => {
    await inProcess(async () => {
      const error = new Error("boom");
      const pid = spawn(() => {
        throw error;
      });
      const leader = Process.info(pid, "groupLeader")!;
      const reason = await endOf(pid);
      expect(reports.crashes).toEqual([{ pid, reason, groupLeader: leader }]);
    });
  });

  it("comes for what is thrown and is no error, and for functions that are missing", async () => {
    setCodeServer({
      nameOf: () => undefined,
      resolve: (module, name, args) => {
        throw new UndefinedFunctionError(module, name, args.length);
      },
    });
    await inProcess(async () => {
      await endOf(
        spawn(() => {
          throw 42;
        }),
      );
      await endOf(spawn("Nope", "missing", []));
    });
    expect(reports.crashes.map(({ reason }) => reason)).toEqual([
      tuple(tuple(atom.nocatch, 42), []),
      tuple(atom.undef, [tuple(atom("Elixir.Nope"), atom("missing"), 0, [])]),
    ]);
  });

  it("does not come for exits, whatever their reason, nor for a process that is ended by another", async () => {
    await inProcess(async () => {
      await endOf(spawn(() => exit("reason")));
      await endOf(spawn(() => exit(tuple(new Error("as a reason"), []))));
      const pid = spawn(() => receive());
      const ended = endOf(pid);
      Process.exit(pid, tuple(new Error("from outside"), []));
      await ended;
    });
    expect(reports.crashes).toEqual([]);
  });
});

describe("the stack of an error", () => {
  it("is a list of Erlang's frames, innermost first, without those of Node.js", () => {
    const error = new Error("x");
    error.stack = [
      "Error: x",
      "    at inner (file:///home/me/counter.ts:3:9)",
      "    at async Object.outer (/home/me/main.ts:12:1)",
      "    at new Thing (/home/me/thing.ts:1:2)",
      "    at /home/me/anonymous.ts:7:7",
      "    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)",
    ].join("\n");
    expect(stacktrace(error).map(([, name, arity, at]) => [name && atomName(name as symbol), arity, at])).toEqual([
      ["inner", 0, [tuple(atom.file, "/home/me/counter.ts"), tuple(atom.line, 3)]],
      ["outer", 0, [tuple(atom.file, "/home/me/main.ts"), tuple(atom.line, 12)]],
      ["Thing", 0, [tuple(atom.file, "/home/me/thing.ts"), tuple(atom.line, 1)]],
      ["", 0, [tuple(atom.file, "/home/me/anonymous.ts"), tuple(atom.line, 7)]],
    ]);
    expect(stacktrace("no error")).toEqual([]);
    expect(stacktrace(undefined)).toEqual([]);
  });

  it("leaves out the files that are hidden", () => {
    hideFrames((file) => file.endsWith("/hidden.ts"));
    const error = new Error("x");
    error.stack = "Error: x\n    at a (/x/hidden.ts:1:1)\n    at b (/x/shown.ts:1:1)";
    expect(stacktrace(error)).toHaveLength(1);
  });
});
