import { describe, expect, it } from "@jest/globals";
import {
  formatBanner,
  formatCrash,
  formatError,
  formatExit,
  formatShellExit,
  formatStacktrace,
} from "../../src/term/exception.js";
import { atom, localPid, nameToAtom, tuple } from "../../src/term/index.js";

const pid = localPid(109, 0);
const remote = nameToAtom("Remote");
const frames = [
  tuple(remote, atom.chat, 0, [tuple(atom.file, "p24.ts"), tuple(atom.line, 6)]),
  tuple(atom.iex_ts, atom.anonymous, 0, [tuple(atom.file, "iex"), tuple(atom.line, 1)]),
];
const call = tuple(nameToAtom("GenServer"), atom.call, [nameToAtom("Foo"), atom.get, 5000]);
const NO_PROCESS =
  "no process: the process is not alive or there's no process currently associated with the given name, possibly because its application isn't started";

class NotFound extends Error {}

describe("formatError", () => {
  it("names the class and gives the message of a JavaScript error", () => {
    expect(formatError(new TypeError("x is not a function"))).toBe("(TypeError) x is not a function");
    expect(formatError(new NotFound("no such page"))).toBe("(NotFound) no such page");
    expect(formatError(new (class extends TypeError {})("no such page"))).toBe("(TypeError) no such page");
    expect(formatError(new Error())).toBe("(Error)");
    expect(formatError(Object.assign(new Error("oops"), { name: "RuntimeError" }))).toBe("(RuntimeError) oops");
  });

  it("tells the chain of causes, also a circular one", () => {
    const first = new Error("first") as Error & { cause?: unknown };
    const second = new TypeError("second", { cause: first });
    first.cause = second;
    expect(formatError(second)).toBe("(TypeError) second\n    caused by: (Error) first");
  });

  it("lists the members of an aggregate error", () => {
    const error = new AggregateError([new Error("a"), new RangeError("b")], "both failed");
    expect(formatError(error)).toBe("(AggregateError) both failed\n    * (Error) a\n    * (RangeError) b");
  });

  it("names the class of Node.js's own errors", () => {
    const failing = (body: () => unknown): unknown => {
      try {
        return body();
      } catch (error) {
        return error;
      }
    };
    expect(formatError(failing(() => Buffer.alloc(-1)))).toMatch(/^\(RangeError\) The value of "size" is out of range/);
    expect(formatError(failing(() => process.chdir(5 as never)))).toMatch(/^\(TypeError\) The "directory" argument/);
  });

  it("tells both errors of a suppressed one, and those of one within", () => {
    const pair = (error: unknown, suppressed: unknown) =>
      Object.assign(new Error(""), { name: "SuppressedError", error, suppressed });
    const within = pair(new TypeError("second"), new Error("first"));
    expect(formatError(pair(new RangeError("third"), within))).toBe(
      [
        "(SuppressedError)",
        "    error: (RangeError) third",
        "    suppressed: (SuppressedError)",
        "    error: (TypeError) second",
        "    suppressed: (Error) first",
      ].join("\n"),
    );
  });

  it.each<[unknown, string]>([
    [atom.badarg, "(ArgumentError) argument error"],
    [atom.badarith, "(ArithmeticError) bad argument in arithmetic expression"],
    [tuple(atom.badmatch, 1), "(MatchError) no match of right hand side value: 1"],
    [tuple(atom.case_clause, 3), "(CaseClauseError) no case clause matching: 3"],
    [tuple(atom.badkey, atom.a), "(KeyError) key :a not found"],
    [tuple(atom.badmap, 3), "(BadMapError) expected a map, got: 3"],
    [tuple(atom.badfun, 3), "(BadFunctionError) expected a function, got: 3"],
    [tuple(atom.nocatch, atom.ball), "(ErlangError) Erlang error: {:nocatch, :ball}"],
    [tuple(atom.badbool, atom.and, 3), '(BadBooleanError) expected a boolean on left-side of "and", got: 3'],
    [atom.custom, "(ErlangError) Erlang error: :custom"],
  ])("gives the Erlang error %p Elixir's name and message", (reason, text) => {
    expect(formatError(reason)).toBe(text);
  });

  it("tells a missing module from a missing function", () => {
    const stack = [tuple(remote, atom.chat, [], [])];
    expect(formatError(atom.undef, stack)).toBe(
      "(UndefinedFunctionError) function Remote.chat/0 is undefined (module Remote is not available)",
    );
    expect(formatError(atom.undef, stack, () => true)).toBe(
      "(UndefinedFunctionError) function Remote.chat/0 is undefined or private",
    );
  });

  it("names the function whose clauses did not match", () => {
    expect(formatError(atom.function_clause, [tuple(remote, atom.chat, [1, 2], [])])).toBe(
      "(FunctionClauseError) no function clause matching in Remote.chat/2",
    );
  });
});

describe("formatBanner", () => {
  it("says how the value left the function", () => {
    expect(formatBanner("error", new TypeError("oops"))).toBe("** (TypeError) oops");
    expect(formatBanner("throw", atom.ball)).toBe("** (throw) :ball");
    expect(formatBanner("exit", atom.boom)).toBe("** (exit) :boom");
    expect(formatBanner("exit", tuple(atom.shutdown, atom.x))).toBe("** (exit) shutdown: :x");
  });
});

describe("formatExit", () => {
  it.each<[unknown, string]>([
    [atom.normal, "normal"],
    [atom.shutdown, "shutdown"],
    [atom.killed, "killed"],
    [atom.kill, ":kill"],
    [atom.noproc, NO_PROCESS],
    [atom.noconnection, "no connection"],
    [atom.timeout, "time out"],
    [atom.calling_self, "process attempted to call itself"],
    [tuple(atom.nodedown, atom["a@b"]), "no connection to a@b"],
    [tuple(atom.bad_return_value, atom.oops), "bad return value: :oops"],
    [tuple(atom.bad_return, tuple(remote, atom.init, 3)), "Remote.init/1 returned a bad value: 3"],
    [tuple(atom.already_started, 1), "already started: 1"],
    [tuple(atom.a, "b"), '{:a, "b"}'],
    ["text", '"text"'],
    [undefined, "undefined"],
    [tuple(atom.start_spec, tuple(atom.invalid_mfa, 1)), "bad child specification, invalid mfa: 1"],
    [tuple(atom.supervisor_data, atom.x), "bad supervisor configuration, got: :x"],
    [
      tuple(atom.supervisor_data, tuple(atom.invalid_intensity, 4)),
      "bad supervisor configuration, invalid max_restarts (intensity): 4",
    ],
  ])("has words for %p", (reason, text) => {
    expect(formatExit(reason)).toBe(text);
  });

  it("says in which call the process exited, and why, level by level", () => {
    expect(formatExit(tuple(atom.noproc, call))).toBe(
      `exited in: GenServer.call(Foo, :get, 5000)\n    ** (EXIT) ${NO_PROCESS}`,
    );
    expect(formatExit(tuple(tuple(atom.timeout, call), call))).toBe(
      "exited in: GenServer.call(Foo, :get, 5000)\n" +
        "    ** (EXIT) exited in: GenServer.call(Foo, :get, 5000)\n" +
        "        ** (EXIT) time out",
    );
    expect(formatExit(tuple(tuple(new Error("counter crash"), frames), call))).toBe(
      "exited in: GenServer.call(Foo, :get, 5000)\n" +
        "    ** (EXIT) an exception was raised:\n" +
        "        ** (Error) counter crash\n" +
        "            p24.ts:6: Remote.chat/0\n" +
        "            iex:1: (file)",
    );
  });

  it("says which child of a supervisor failed to start", () => {
    const reason = tuple(atom.shutdown, tuple(atom.failed_to_start_child, nameToAtom("Foo"), atom.boom));
    expect(formatExit(reason)).toBe("shutdown: failed to start child: Foo\n    ** (EXIT) :boom");
  });
});

describe("formatStacktrace", () => {
  it("has a line for each frame, with the place where it is known", () => {
    const stack = [
      ...frames,
      tuple(atom.lists, atom.map, [1, "a"], [tuple(atom.file, [...Buffer.from("lists.erl")]), tuple(atom.line, 1)]),
      tuple(remote, atom["-chat/2-fun-0-"], 1, []),
      tuple(remote, atom["a b"], 1, []),
      tuple(atom.iex_ts, atom.helper, 2, [tuple(atom.file, "lib/x.ts"), tuple(atom.line, 3)]),
    ];
    expect(formatStacktrace(stack).split("\n")).toEqual([
      "    p24.ts:6: Remote.chat/0",
      "    iex:1: (file)",
      '    lists.erl:1: :lists.map(1, "a")',
      "    anonymous fn/1 in Remote.chat/2",
      '    Remote."a b"/1',
      "    lib/x.ts:3: helper/2",
    ]);
  });
});

describe("formatCrash", () => {
  it("reports a process that ended by an error, with its node where it has a name", () => {
    expect(formatCrash(pid, undefined, tuple(new TypeError("oops"), frames))).toBe(
      "Process #PID<0.109.0> raised an exception\n** (TypeError) oops\n    p24.ts:6: Remote.chat/0\n    iex:1: (file)",
    );
    expect(formatCrash(pid, "you@localhost", tuple(atom.undef, [tuple(remote, atom.chat, [], [])]))).toBe(
      "Process #PID<0.109.0> on node :you@localhost raised an exception\n" +
        "** (UndefinedFunctionError) function Remote.chat/0 is undefined (module Remote is not available)\n" +
        "    Remote.chat()",
    );
  });

  it.each<[unknown]>([
    [atom.boom],
    [atom.normal],
    [atom.shutdown],
    [atom.killed],
    [tuple(atom.shutdown, 1)],
    [tuple(1, [])],
  ])("has nothing to report of %p", (reason) => {
    expect(formatCrash(pid, undefined, reason)).toBeUndefined();
  });
});

describe("formatShellExit", () => {
  it("says why the shell process ended", () => {
    expect(formatShellExit(pid, atom.bye)).toBe("** (EXIT from #PID<0.109.0>) shell process exited with reason: :bye");
    expect(formatShellExit(pid, tuple(new Error("oops"), frames))).toBe(
      "** (EXIT from #PID<0.109.0>) shell process exited with reason: an exception was raised:\n" +
        "    ** (Error) oops\n        p24.ts:6: Remote.chat/0\n        iex:1: (file)",
    );
  });
});

describe("a stack of many equal frames", () => {
  const [chat, prompt] = frames;
  const shown = (count: number) => formatStacktrace([...Array(count).fill(chat), prompt]).split("\n");

  it("shows the first, and how many more there are", () => {
    expect(shown(50)).toEqual(["    p24.ts:6: Remote.chat/0", "    ... 49 more", "    iex:1: (file)"]);
  });

  it("shows all of them where they are few", () => {
    expect(shown(3)).toEqual([...Array(3).fill("    p24.ts:6: Remote.chat/0"), "    iex:1: (file)"]);
  });
});
