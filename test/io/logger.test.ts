import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { log, logReporter, startGroupLeader, startLogger, stringDevice } from "../../src/io/index.js";
import { deliver, exit, inProcess, Process, self, setReporter, spawn } from "../../src/process/index.js";
import { atom, type Pid, type Tuple, tuple } from "../../src/term/index.js";
import { endProcesses, fakeWire, nextTurn, OTHER, remotePid, unplugWire } from "../support/processes.js";

let device: ReturnType<typeof stringDevice>;
let nodes: string[];
let stderr: string;
const writeStderr = process.stderr.write;

beforeEach(async () => {
  device = stringDevice();
  nodes = [];
  stderr = "";
  process.stderr.write = ((text: string) => {
    stderr += text;
    return true;
  }) as typeof writeStderr;
  setReporter(logReporter);
  startLogger({ device: startGroupLeader(device), isUp: (node) => nodes.includes(node), isLoaded: () => false });
  await nextTurn();
});
afterEach(() => {
  process.stderr.write = writeStderr;
});
afterEach(endProcesses);
afterEach(unplugWire);

const TIME = String.raw`\d\d:\d\d:\d\d\.\d\d\d`;

async function printed(): Promise<string> {
  for (let i = 0; i < 3; i++) await nextTurn();
  return device.take();
}

/** A process that ends like this, and whose group leader is that. */
function ending(body: () => unknown, leader?: Pid): Promise<Pid> {
  return inProcess(() => {
    const pid = spawn(body);
    if (leader) Process.groupLeader(pid, leader);
    return pid;
  });
}

describe("the logger", () => {
  it("prints a crash as iex does", async () => {
    const pid = await ending(function failing() {
      throw new RangeError("too far");
    });
    const text = await printed();
    expect(text).toMatch(new RegExp(`^\\n${TIME} \\[error\\] Process #PID<0\\.${pid.id}\\.0> raised an exception\\n`));
    expect(text).toContain("\n** (RangeError) too far\n");
    expect(text.endsWith("\n")).toBe(true);
  });

  it("prints a throw without a catch", async () => {
    const pid = await ending(() => {
      throw atom("ball");
    });
    expect(await printed()).toMatch(
      new RegExp(
        `^\\n${TIME} \\[error\\] Process #PID<0\\.${pid.id}\\.0> raised an exception\\n\\*\\* \\(ErlangError\\) Erlang error: \\{:nocatch, :ball\\}\\n$`,
      ),
    );
  });

  it("prints nothing for exits", async () => {
    await ending(() => exit("reason"));
    await ending(() => exit(atom.shutdown));
    expect(await printed()).toBe("");
  });

  it("prints messages with their level", async () => {
    log("warning", "careful");
    log("info", "two\nlines");
    expect(await printed()).toMatch(
      new RegExp(`^\\n${TIME} \\[warning\\] careful\\n\\n${TIME} \\[info\\] two\\nlines\\n$`),
    );
  });

  it("prints what the kernel warns of", async () => {
    Process.warnAboutMailboxOf(1);
    const pid = spawn(() => new Promise(() => {}));
    await inProcess(async () => {
      const { send } = await import("../../src/process/index.js");
      for (let i = 0; i < 3; i++) send(pid, i);
    });
    Process.warnAboutMailboxOf(100_000);
    expect(await printed()).toMatch(/\[warning\] The mailbox of #PID<.*> holds more than 1 messages/);
  });

  it("sends a crash to the node of the group leader, where it is printed", async () => {
    const wire = fakeWire();
    nodes.push(OTHER);
    const pid = await ending(() => {
      throw new Error("boom");
    }, remotePid());
    expect(await printed()).toBe("");
    const [event] = wire.take() as unknown as [{ type: string; to: symbol; message: Tuple }];
    expect(event).toMatchObject({ type: "message", to: atom("logger_proxy") });
    expect(event.message.slice(0, 2)).toEqual([atom("log"), atom.error]);
    const [tag, level, format, args, meta] = event.message;
    expect(meta).toEqual({ gl: remotePid() });
    const [who, , reason] = args as [Pid, symbol, Tuple];
    expect(who).toBe(pid);
    expect(reason[0]).toMatchObject({ message: "boom" });
    // What the other node does with it, here: the pid is then a remote one.
    const there = tuple(tag, level, format, [remotePid(42), atom(OTHER), reason], meta);
    deliver({ type: "message", from: remotePid(), to: atom("logger_proxy"), message: there });
    expect(await printed()).toMatch(
      new RegExp(`^\\n${TIME} \\[error\\] Process #PID<\\d+\\.42\\.0> on node :${OTHER} raised an exception\\n`),
    );
  });

  it("sends what a process logs to the node of its group leader, too", async () => {
    const wire = fakeWire();
    nodes.push(OTHER);
    const logging = inProcess(() => {
      Process.groupLeader(self(), remotePid());
      return log("notice", "from afar");
    });
    expect(await logging).toBe(atom.ok);
    expect(await printed()).toBe("");
    const [event] = wire.take() as unknown as [{ message: Tuple }];
    expect(event.message).toEqual(tuple(atom("log"), atom("notice"), "from afar", { gl: remotePid() }));
  });

  it("prints the crash of a process of an Erlang node, as its emulator tells of it", async () => {
    const format = [..."Error in process ~p on node ~p with exit value:~n~p~n"].map((char) => char.charCodeAt(0));
    const reason = tuple(atom.undef, [tuple(atom("Elixir.Nope"), atom("missing"), 0, [])]);
    const message = tuple(atom("log"), atom.error, format, [remotePid(42), atom(OTHER), reason], {});
    deliver({ type: "message", from: remotePid(), to: atom("logger_proxy"), message });
    const text = await printed();
    expect(text).toMatch(
      new RegExp(`\\[error\\] Process #PID<\\d+\\.42\\.0> on node :${OTHER} raised an exception\\n`),
    );
    expect(text).toContain("** (UndefinedFunctionError) function Nope.missing/0 is undefined");
  });

  it("sends the text of a crash whose reason cannot travel", async () => {
    const wire = fakeWire();
    nodes.push(OTHER);
    await ending(() => {
      throw Object.assign(new Error("with a callback"), { callback: () => 1 });
    }, remotePid());
    await printed();
    const [event] = wire.take() as unknown as [{ message: Tuple }];
    expect(event.message[2]).toEqual(expect.stringContaining("** (Error) with a callback"));
  });

  it("prints here when the group leader's node is not up", async () => {
    const wire = fakeWire();
    await ending(() => {
      throw new Error("boom");
    }, remotePid());
    expect(await printed()).toContain("** (Error) boom");
    expect(wire.take()).toEqual([]);
  });

  it("ignores messages that are no events", async () => {
    await inProcess(async () => {
      const { send } = await import("../../src/process/index.js");
      for (const message of [
        "hello",
        tuple(atom("log")),
        tuple(atom("log"), atom.error, "no metadata"),
        tuple(atom("log"), atom.error, tuple(1, null)),
        tuple(atom("log"), atom.error, tuple(atom("string"), { no: "text" })),
        tuple(atom("log"), atom.error, {}, [], {}),
      ])
        send("logger_proxy", message);
    });
    log("info", "still here");
    expect(await printed()).toContain("still here");
  });

  it("prints to the standard error of the program when its device or itself is gone", async () => {
    await inProcess(() => {
      for (const pid of Process.list())
        if (Process.info(pid, "initialCall")?.name === "serveDevice") Process.exit(pid, atom.kill);
    });
    log("error", "without a device");
    await printed();
    expect(stderr).toContain("[error] without a device\n");
    await endProcesses();
    log("error", "without a logger");
    expect(stderr).toContain("[error] without a logger\n");
  });
});
