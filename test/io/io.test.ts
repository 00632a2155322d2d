import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { IO, type StringDevice, startGroupLeader, stringDevice } from "../../src/io/index.js";
import {
  deliver,
  inProcess,
  Process,
  receive,
  self,
  send,
  setDefaultGroupLeader,
  spawn,
} from "../../src/process/index.js";
import { atom, localOrigin, type Pid, type Tuple, tuple } from "../../src/term/index.js";
import {
  endProcesses,
  fakeWire,
  flush,
  gate,
  nextTurn,
  recordReports,
  remotePid,
  unplugWire,
} from "../support/processes.js";

beforeEach(() => {
  recordReports();
});
afterEach(endProcesses);
afterEach(unplugWire);

/** Runs a body whose group leader serves the device. */
function on<T>(device: StringDevice, body: () => T): Promise<Awaited<T>> {
  return inProcess(() => {
    Process.groupLeader(self(), startGroupLeader(device));
    return body();
  });
}

/** What a body prints. */
async function printed(body: () => unknown): Promise<string> {
  const device = stringDevice();
  await on(device, body);
  return device.contents();
}

describe("IO.puts", () => {
  it("prints a line to the group leader and gives ok", async () => {
    const device = stringDevice();
    expect(await on(device, () => IO.puts("hello"))).toBe(atom.ok);
    expect(device.contents()).toBe("hello\n");
  });

  it.each([
    [42, "42"],
    [10n, "10"],
    [atom.ok, "ok"],
    [null, ""],
    [[104, "i", ["!"]], "hi!"],
  ])("prints %p as %p", async (item, text) => {
    expect(await printed(() => IO.puts(item))).toBe(`${text}\n`);
  });

  it("refuses what has no text, before anything is printed", async () => {
    const device = stringDevice();
    await expect(on(device, async () => IO.puts({ a: 1 }))).rejects.toThrow(
      new TypeError("Cannot print { a: 1 } as text: use IO.inspect, or make a string of it"),
    );
    expect(device.contents()).toBe("");
  });

  it("prints to a device by pid, name, and name with node", async () => {
    const device = stringDevice();
    await inProcess(async () => {
      const leader = startGroupLeader(device);
      Process.register(leader, "printer");
      await IO.puts(leader, "pid");
      await IO.puts("printer", "name");
      await IO.puts(atom("printer"), "atom");
      await IO.puts(["printer", localOrigin.node], "name and node");
    });
    expect(device.contents()).toBe("pid\nname\natom\nname and node\n");
  });

  it("prints to stdio, the group leader, and stderr, the standard error of its node", async () => {
    const [out, err] = [stringDevice(), stringDevice()];
    await on(out, async () => {
      Process.register(startGroupLeader(err), "standard_error");
      await IO.puts("stdio", "out");
      await IO.puts("stderr", "err");
    });
    expect([out.contents(), err.contents()]).toEqual(["out\n", "err\n"]);
  });

  it("prints at the caller's terminal from the processes that the caller starts", async () => {
    const text = await printed(async () => {
      const me = self();
      spawn(async () => {
        await IO.puts("from the child");
        send(me, "printed");
      });
      await receive();
    });
    expect(text).toBe("from the child\n");
  });

  it("works outside of a process, on the default device", async () => {
    const device = stringDevice();
    setDefaultGroupLeader(startGroupLeader(device));
    expect(await IO.puts("from a script")).toBe(atom.ok);
    expect(device.contents()).toBe("from a script\n");
  });

  it("waits until the device has room, and keeps the order of those that wait", async () => {
    const device = stringDevice();
    const room = [gate(), gate()];
    let writes = 0;
    const write = device.write;
    device.write = (text) => {
      write(text);
      return room[writes++]!.opened;
    };
    const done: string[] = [];
    await on(device, async () => {
      const both = ["first", "second"].map((text) => IO.puts(text).then(() => done.push(text)));
      await nextTurn();
      expect(device.contents()).toBe("first\nsecond\n");
      expect(done).toEqual([]);
      room[0]!.open();
      await both[0];
      expect(done).toEqual(["first"]);
      room[1]!.open();
      await both[1];
    });
    expect(done).toEqual(["first", "second"]);
  });

  it("leaves a receive that is pending beside it alone, and nothing in the mailbox", async () => {
    await on(stringDevice(), async () => {
      const received = receive();
      await IO.puts("x");
      send(self(), "for receive");
      expect(await received).toBe("for receive");
      expect(await flush()).toEqual([]);
      expect(Process.info(self(), "monitors")).toEqual([]);
    });
  });

  const TERMINATED = {
    name: "ErlangError",
    message: "Erlang error: :terminated:\n\n  * 1st argument: the device has terminated\n",
  };

  it("fails when the device has ended, or ends meanwhile", async () => {
    await inProcess(async () => {
      const dead = spawn(() => {});
      await nextTurn();
      await expect(IO.puts(dead, "x")).rejects.toMatchObject(TERMINATED);
      await expect(IO.puts(["nobody", localOrigin.node], "x")).rejects.toMatchObject(TERMINATED);
      const dying = spawn(() => receive());
      await expect(IO.puts(dying, "x")).rejects.toMatchObject(TERMINATED);
      expect(await flush()).toEqual([]);
    });
  });

  it("fails when nobody has the device's name", async () => {
    await expect(inProcess(() => IO.puts("nobody", "x"))).rejects.toMatchObject({ name: "ArgumentError" });
    await expect(IO.puts("nobody", "x")).rejects.toMatchObject({ name: "ArgumentError" });
  });

  it("fails with the word of a device that refuses, whatever term that is", async () => {
    const refusing = (reason: unknown): Pid =>
      spawn(async () => {
        const [, from, ref] = (await receive()) as [unknown, Pid, unknown];
        send(from, tuple(atom.io_reply, ref, tuple(atom.error, reason)));
        await receive();
      });
    const REASONS: [unknown, string][] = [
      [atom("epipe"), ":epipe"],
      [tuple(atom("request"), 1), "{:request, 1}"],
    ];
    for (const [reason, text] of REASONS)
      await expect(inProcess(() => IO.puts(refusing(reason), "x"))).rejects.toMatchObject({
        name: "ErlangError",
        message: `Erlang error: ${text}:\n\n  * 1st argument: the device refuses\n`,
      });
  });

  it("speaks the I/O protocol with a group leader of another node", async () => {
    const wire = fakeWire();
    const far = remotePid();
    await inProcess(async () => {
      Process.groupLeader(self(), far);
      const put = IO.puts("to my caller");
      const [monitor, message] = wire.take() as unknown as [{ type: string }, { to: Pid; message: Tuple }];
      expect(monitor.type).toBe("monitor");
      expect(message.to).toBe(far);
      const [tag, from, ref, request] = message.message;
      expect([tag, from, request]).toEqual([
        atom.io_request,
        self(),
        tuple(atom("put_chars"), atom("unicode"), "to my caller\n"),
      ]);
      deliver({ type: "message", from: far, to: self(), message: tuple(atom.io_reply, ref, atom.ok) });
      expect(await put).toBe(atom.ok);
      expect(wire.take()).toMatchObject([{ type: "demonitor" }]);
    });
  });
});

describe("IO.write", () => {
  it("prints without the end of a line, also to a device", async () => {
    expect(await printed(() => IO.write(["no", " end"]))).toBe("no end");
    const device = stringDevice();
    expect(await inProcess(() => IO.write(startGroupLeader(device), "x"))).toBe(atom.ok);
    expect(device.contents()).toBe("x");
  });
});

describe("IO.inspect", () => {
  it("prints any value in the notation of the shell and gives it back", async () => {
    const item = tuple(atom.ok, [1, "a"], { b: null });
    const text = await printed(async () => expect(await IO.inspect(item)).toBe(item));
    expect(text).toBe('{:ok, [1, "a"], { b: null }}\n');
  });

  it("can stand inside another one, with labels", async () => {
    const text = await printed(async () => {
      const sum = (await IO.inspect(await IO.inspect(1, { label: "one" }), { label: "again" })) + 1;
      expect(sum).toBe(2);
    });
    expect(text).toBe("one: 1\nagain: 1\n");
  });

  it("prints to a device with options", async () => {
    const device = stringDevice();
    await inProcess(() => IO.inspect(startGroupLeader(device), [1, 2, 3], { limit: 1 }));
    expect(device.contents()).toBe("[1, ...]\n");
  });
});

describe("IO.gets", () => {
  it("shows the prompt and gives the line, then eof", async () => {
    const device = stringDevice("me\n", { capturePrompt: true });
    expect(await on(device, () => IO.gets("name? "))).toBe("me\n");
    expect(await on(device, () => IO.gets())).toBe(atom.eof);
    expect(device.contents()).toBe("name? ");
  });

  it("asks at a device", async () => {
    expect(await inProcess(() => IO.gets(startGroupLeader(stringDevice("x\n")), ""))).toBe("x\n");
  });

  it("ends with its process", async () => {
    const device = stringDevice("", { open: true });
    const thrown = gate<unknown>();
    await on(device, async () => {
      const pid = spawn(() => IO.gets("? ").catch((error) => thrown.open(error)));
      await nextTurn();
      Process.exit(pid, "never mind");
      expect(await thrown.opened).toMatchObject({ name: "Exit", reason: "never mind" });
      await nextTurn();
      const next = IO.gets("");
      await nextTurn();
      device.feed("line\n");
      expect(await next).toBe("line\n");
    });
  });

  it("is withdrawn when its process is interrupted, which lives on", async () => {
    const device = stringDevice("", { open: true });
    await on(device, async () => {
      const interrupted = gate<unknown>();
      const answered = gate<unknown>();
      const pid = spawn(async () => {
        interrupted.open(await IO.gets("? ").catch((error) => error.message));
        answered.open([await IO.gets(""), await flush(), Process.info(self(), "monitors")]);
      });
      await nextTurn();
      Process.interrupt(pid, new Error("never mind"));
      expect(await interrupted.opened).toBe("never mind");
      await nextTurn();
      device.feed("line\n");
      expect(await answered.opened).toEqual(["line\n", [], []]);
    });
  });
});
