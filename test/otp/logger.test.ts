import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { log, logReporter, startGroupLeader, startLogger, stringDevice } from "../../src/io/index.js";
import { Application, Logger } from "../../src/otp/index.js";
import { deliver, inProcess, Process, self, setReporter, spawn } from "../../src/process/index.js";
import { atom, makeRef, type Tuple, tuple } from "../../src/term/index.js";
import { endProcesses, fakeWire, nextTurn, OTHER, remotePid, unplugWire } from "../support/processes.js";

let device: ReturnType<typeof stringDevice>;
let nodes: string[];

beforeEach(async () => {
  device = stringDevice();
  nodes = [];
  setReporter(logReporter);
  startLogger({ device: startGroupLeader(device), isUp: (node) => nodes.includes(node), isLoaded: () => false });
  await nextTurn();
});
afterEach(() => {
  for (const key of ["level", "format", "metadata"]) Application.deleteEnv("logger", key);
});
afterEach(endProcesses);
afterEach(unplugWire);

/** What was printed, without the times. */
async function printed(): Promise<string> {
  for (let i = 0; i < 3; i++) await nextTurn();
  return device.take().replaceAll(/\d\d:\d\d:\d\d\.\d{3}/g, "TIME");
}

describe("a message", () => {
  it("is printed with its level", async () => {
    for (const level of ["debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"] as const) {
      expect(Logger[level]("hello")).toBe(atom.ok);
      expect(await printed()).toBe(`\nTIME [${level}] hello\n`);
      expect(Logger.log(level, "hello")).toBe(atom.ok);
      expect(await printed()).toBe(`\nTIME [${level}] hello\n`);
    }
  });

  it.each<[string, unknown, string]>([
    ["nothing", "", ""],
    ["lines", "two\nlines", "two\nlines"],
    ["texts in a list", ["a", 98, ["c"]], "abc"],
    ["an object", { a: 1 }, "{ a: 1 }"],
    ["a list without a text", [{ a: 1 }], "[{ a: 1 }]"],
    ["a tuple", tuple(atom.a, 1), "{:a, 1}"],
    ["a number", 5, "5"],
    ["what a function makes", () => "made", "made"],
    ["what a function makes, with metadata", () => tuple("made", { a: 1 }), "made"],
  ])("is %s", async (_what, message, text) => {
    Logger.info(message);
    expect(await printed()).toBe(`\nTIME [info] ${text}\n`);
  });

  it("is an error, with where it came from", async () => {
    Logger.error(
      (function failing() {
        return new RangeError("too far");
      })(),
    );
    expect(await printed()).toMatch(/^\nTIME \[error\] \*\* \(RangeError\) too far\n {4}\S.*failing/);
  });

  it("needs a level that exists", () => {
    expect(() => Logger.log("loud" as "info", "hello")).toThrow(
      expect.objectContaining({ name: "ArgumentError", message: expect.stringContaining('got: "loud"') }),
    );
  });

  it("is printed at the node that the caller's output goes to, with its metadata", async () => {
    const wire = fakeWire();
    nodes.push(OTHER);
    const pid = await inProcess(() => {
      Process.groupLeader(self(), remotePid());
      Logger.info("from afar", { user: "Ann" });
      return self();
    });
    const [event] = wire.take() as unknown as [{ to: symbol; message: Tuple }];
    expect(event.to).toBe(atom("logger_proxy"));
    expect(event.message).toEqual(tuple(atom.log, atom("info"), "from afar", { user: "Ann", pid, gl: remotePid() }));
    expect(await printed()).toBe("");
  });

  it("travels without metadata that cannot", async () => {
    const wire = fakeWire();
    nodes.push(OTHER);
    await inProcess(() => {
      Process.groupLeader(self(), remotePid());
      Logger.info("from afar", { callback: () => 1 });
    });
    const [event] = wire.take() as unknown as [{ message: Tuple }];
    expect(event.message[2]).toBe("from afar");
  });
});

describe("the level", () => {
  it("is debug when nobody says", () => {
    expect(Logger.level()).toBe("debug");
  });

  it("keeps what is below it from being printed, and from being made", async () => {
    expect(Logger.configure({ level: "warning" })).toBe(atom.ok);
    expect(Logger.level()).toBe("warning");
    let made = 0;
    const message = (): string => `message ${++made}`;
    Logger.notice(message);
    Logger.warning(message);
    Logger.error(message);
    expect(await printed()).toBe("\nTIME [warning] message 1\n\nTIME [error] message 2\n");
  });

  it("can be none", async () => {
    Logger.configure({ level: "none" });
    Logger.emergency("help");
    expect(await printed()).toBe("");
    Logger.configure({ level: "all" });
    Logger.debug("fine");
    expect(await printed()).toBe("\nTIME [debug] fine\n");
  });

  it("holds for the reports of the runtime and of other nodes", async () => {
    Logger.configure({ level: "critical" });
    await inProcess(() => {
      spawn(() => {
        throw new Error("boom");
      });
    });
    log("error", "a server has ended");
    const message = tuple(atom.log, atom.error, "from afar", {});
    deliver({ type: "message", from: remotePid(), to: atom("logger_proxy"), message });
    expect(await printed()).toBe("");
    Logger.configure({ level: "error" });
    deliver({ type: "message", from: remotePid(), to: atom("logger_proxy"), message });
    expect(await printed()).toBe("\nTIME [error] from afar\n");
  });

  it("is that of the configuration of the application logger", async () => {
    Application.putAllEnv({ logger: { level: "error" } });
    Logger.warning("careful");
    expect(await printed()).toBe("");
    expect(Logger.level()).toBe("error");
    Logger.configure({ level: "info" });
    expect(Application.getEnv("logger", "level")).toBe("info");
    Application.putEnv("logger", "level", atom.error);
    expect(Logger.level()).toBe("error");
    Application.deleteEnv("logger", "level");
    expect(Logger.level()).toBe("debug");
  });

  it.each([
    ["info", "error", "lt"],
    ["error", "info", "gt"],
    ["error", "error", "eq"],
    ["debug", "emergency", "lt"],
  ] as const)("of %s compared with %s is %s", (left, right, result) => {
    expect(Logger.compareLevels(left, right)).toBe(atom(result));
  });
});

describe("metadata", () => {
  it("belongs to a process: it is added, replaced, removed with null", () =>
    inProcess(() => {
      expect(Logger.metadata()).toEqual({});
      expect(Logger.metadata({ a: 1, b: null })).toBe(atom.ok);
      expect(Logger.metadata()).toEqual({ a: 1 });
      Logger.metadata({ a: null, c: "x" });
      expect(Logger.metadata()).toEqual({ c: "x" });
      expect(Logger.resetMetadata({ q: 1 })).toBe(atom.ok);
      expect(Logger.metadata()).toEqual({ q: 1 });
      Logger.resetMetadata();
      expect(Logger.metadata()).toEqual({});
    }));

  it("is shown by the keys that are configured, in their order", async () => {
    Logger.configure({ format: "$metadata[$level] $message\n", metadata: ["user", "pid", "k"] });
    const pid = await inProcess(() => {
      Logger.metadata({ user: "Ann", hidden: 1 });
      Logger.info("one", { k: atom.b });
      Logger.info("two", { user: "Ben" });
      Logger.info(() => tuple("three", { k: 3 }));
      return self();
    });
    const shown = String(pid).slice("#PID".length);
    expect(await printed()).toBe(
      `user=Ann pid=${shown} k=b [info] one\nuser=Ben pid=${shown} [info] two\nuser=Ann pid=${shown} k=3 [info] three\n`,
    );
  });

  const ref = makeRef();
  it.each<[unknown, string]>([
    [atom("atom"), "k=atom "],
    [atom("Elixir.Foo"), "k=Foo "],
    ["text", "k=text "],
    [1.5, "k=1.5 "],
    [true, "k=true "],
    [ref, `k=${String(ref).slice("#Reference".length)} `],
    [new Date(0), "k=1970-01-01TTIMEZ "],
    [{ a: 1 }, ""],
    [[1, 2], ""],
    [tuple(1, 2), ""],
    [null, ""],
    [undefined, ""],
  ])("with the value %p is shown as %p", async (value, text) => {
    Logger.configure({ format: "$metadata|", metadata: ["k"] });
    Logger.info("x", { k: value });
    expect(await printed()).toBe(`${text}|`);
  });

  it("can be shown as a whole", async () => {
    Logger.configure({ format: "$metadata|", metadata: "all" });
    Logger.info("x", { a: 1, b: "c" });
    expect(await printed()).toBe("a=1 b=c |");
  });
});

describe("the format", () => {
  it("has all that Elixir's has", async () => {
    Logger.configure({ format: "$date $time $node $level|$message$\n" });
    Logger.info("x");
    expect(await printed()).toMatch(/^\d{4}-\d\d-\d\d TIME \S+ info\|x\$\n$/);
  });

  it("holds for the reports of the runtime", async () => {
    Logger.configure({ format: "$level: $message\n" });
    await inProcess(() => {
      spawn(() => {
        throw new RangeError("too far");
      });
    });
    expect(await printed()).toMatch(/^error: Process #PID<\S+> raised an exception\n\*\* \(RangeError\) too far\n/);
  });

  it.each<[object, string]>([
    [{ format: "$foo" }, "$foo is an invalid format pattern"],
    [{ format: 1 }, "expected format to be a text, got: 1"],
    [{ level: "loud" }, 'expected level to be one of "debug", "info"'],
    [{ metadata: "user" }, 'expected metadata to be a list of keys or "all", got: "user"'],
  ])("and the other options are checked: %p", async (options, message) => {
    expect(() => Logger.configure(options)).toThrow(
      expect.objectContaining({ name: "ArgumentError", message: expect.stringContaining(message) }),
    );
    Logger.info("still here");
    expect(await printed()).toBe("\nTIME [info] still here\n");
  });
});

describe("a process", () => {
  it("can be kept from logging", async () => {
    await inProcess(() => {
      expect(Logger.disable(self())).toBe(atom.ok);
      expect(Logger.isEnabled(self())).toBe(false);
      Logger.error("no");
      expect(Logger.enable(self())).toBe(atom.ok);
      expect(Logger.isEnabled(self())).toBe(true);
      Logger.error("yes");
    });
    expect(await printed()).toBe("\nTIME [error] yes\n");
  });
});
