import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { type Device, startGroupLeader, stringDevice } from "../../src/io/index.js";
import { getChars, getGeometry, getLine, ioRequest, putChars } from "../../src/io/protocol.js";
import { inProcess, Process, receive, replyFor, self, send, setCodeServer, spawn } from "../../src/process/index.js";
import { type Atom, atom, makeRef, type Pid, type Tuple, tuple } from "../../src/term/index.js";
import { endProcesses, gate, nextTurn, recordReports } from "../support/processes.js";

beforeEach(() => {
  recordReports();
});
afterEach(endProcesses);

const a = (name: string): symbol => atom(name);
const refused = (word: string): Tuple => tuple(atom.error, a(word));

/** Asks a group leader and waits for the answer. For the body of a process. */
async function ask(leader: Pid, what: Tuple | Atom): Promise<unknown> {
  const ref = makeRef();
  const answer = replyFor(ref);
  send(leader, ioRequest(self(), ref, what));
  return (await answer)[2];
}

/** Asks a group leader on this device each of these, one after the other. */
function answers(device: Device, ...requests: (Tuple | Atom)[]): Promise<unknown[]> {
  return inProcess(async () => {
    const leader = startGroupLeader(device);
    const all: unknown[] = [];
    for (const request of requests) all.push(await ask(leader, request));
    return all;
  });
}

describe("a group leader", () => {
  it("writes characters in every form in which they can be asked for", async () => {
    setCodeServer({
      nameOf: () => undefined,
      resolve:
        (module, name) =>
        (...args) =>
          `${String(Symbol.keyFor(module))}.${Symbol.keyFor(name)}:${args}`,
    });
    const device = stringDevice();
    const all = await answers(
      device,
      putChars("unicode é\n"),
      tuple(a("put_chars"), a("latin1"), "latin1\n"),
      tuple(a("put_chars"), ["no ", [101, 110], "coding\n"]),
      tuple(a("put_chars"), a("unicode"), a("m"), a("f"), ["x"]),
      tuple(a("put_chars"), a("m"), a("g"), []),
    );
    expect(all).toEqual([atom.ok, atom.ok, atom.ok, atom.ok, atom.ok]);
    expect(device.contents()).toBe("unicode é\nlatin1\nno encoding\nm.f:xm.g:");
  });

  it("reads lines, and says eof after the last", async () => {
    const device = stringDevice("one\nlast", { capturePrompt: true });
    expect(await answers(device, getLine("> "), getLine("> "), getLine("> "), getLine("> "))).toEqual([
      "one\n",
      "last",
      atom.eof,
      atom.eof,
    ]);
    expect(device.contents()).toBe("> > > > ");
  });

  it("reads characters, across lines, and keeps what is beyond them for the next read", async () => {
    const device = stringDevice("ab\ncdef\nlast");
    expect(
      await answers(
        device,
        getChars("", 1),
        getChars("", 4),
        getLine(""),
        getChars("", 0),
        getChars("", 10),
        getChars("", 1),
      ),
    ).toEqual(["a", "b\ncd", "ef\n", "", "last", atom.eof]);
  });

  it("counts characters, not their halves", async () => {
    expect(await answers(stringDevice("😀é\n"), getChars("", 1), getChars("", 1))).toEqual(["😀", "é"]);
  });

  it("asks once, however many lines a read takes", async () => {
    const device = stringDevice("a\nb\nc\n", { capturePrompt: true });
    expect(await answers(device, getChars("more: ", 5))).toEqual(["a\nb\nc"]);
    expect(device.contents()).toBe("more: ");
  });

  it("tells its options, takes others, and knows the geometry that its device has", async () => {
    const device = stringDevice();
    const requests = [a("getopts"), tuple(a("setopts"), []), getGeometry("columns"), getGeometry("rows")];
    expect(await answers(device, ...requests)).toEqual([
      [tuple(a("binary"), true), tuple(a("encoding"), a("unicode"))],
      atom.ok,
      refused("enotsup"),
      refused("enotsup"),
    ]);
    device.geometry = () => ({ columns: 80, rows: 24 });
    expect(await answers(device, ...requests.slice(2))).toEqual([80, 24]);
  });

  it("answers a list of requests with the last answer, or the first that fails", async () => {
    const device = stringDevice("line\n");
    const list = (...requests: unknown[]): Tuple => tuple(a("requests"), requests);
    expect(
      await answers(
        device,
        list(putChars("a"), getLine("")),
        list(putChars("b"), a("bogus"), putChars("not reached")),
        list(),
      ),
    ).toEqual(["line\n", refused("request"), atom.ok]);
    expect(device.contents()).toBe("ab");
  });

  it("writes what stands in one list without anything between", async () => {
    const device = stringDevice();
    await inProcess(async () => {
      const leader = startGroupLeader(device);
      const both = [tuple(a("requests"), [putChars("a"), putChars("b")]), putChars("c")];
      await Promise.all(both.map((request) => ask(leader, request)));
    });
    expect(device.contents()).toBe("abc");
  });

  it("refuses what it does not understand and what has no text, and goes on", async () => {
    const device = stringDevice();
    expect(
      await answers(device, a("bogus"), tuple(a("bogus"), 1), tuple(a("put_chars"), tuple(1)), putChars("on")),
    ).toEqual([refused("request"), refused("request"), refused("request"), atom.ok]);
    expect(device.contents()).toBe("on");
  });

  it("ignores messages that are no requests", async () => {
    await inProcess(async () => {
      const leader = startGroupLeader(stringDevice());
      for (const message of ["hello", tuple(atom.DOWN, "no ref"), [a("io_request")]]) send(leader, message);
      expect(await ask(leader, putChars("x"))).toBe(atom.ok);
    });
  });

  it("leads itself, so that what it starts is led by it", async () => {
    await inProcess(async () => {
      const leader = startGroupLeader(stringDevice());
      await nextTurn();
      expect(Process.info(leader, "groupLeader")).toBe(leader);
    });
  });

  it("says in the system's word why the device failed", async () => {
    const device = stringDevice();
    const broken = (): never => {
      throw Object.assign(new Error("broken pipe"), { code: "EPIPE" });
    };
    device.write = broken;
    expect(await answers(device, putChars("x"))).toEqual([refused("epipe")]);
    device.write = async () => broken();
    expect(await answers(device, putChars("x"))).toEqual([refused("epipe")]);
  });

  it("answers a write when the device has room, and takes others meanwhile in order", async () => {
    const device = stringDevice();
    const room = gate();
    const write = device.write;
    device.write = (text, channel) => {
      write(text, channel);
      return room.opened;
    };
    await inProcess(async () => {
      const leader = startGroupLeader(device);
      let answered = 0;
      const all = [1, 2, 3].map(async (i) => {
        await ask(leader, putChars(String(i)));
        answered++;
      });
      await nextTurn();
      expect(device.contents()).toBe("123");
      expect(answered).toBe(0);
      room.open();
      await Promise.all(all);
    });
  });

  it("withdraws the read of a reader that ends, and what is typed then goes to the next", async () => {
    const device = stringDevice("", { open: true });
    await inProcess(async () => {
      const leader = startGroupLeader(device);
      const reader = spawn(() => ask(leader, getLine("")));
      await nextTurn();
      Process.exit(reader, "not interested");
      await nextTurn();
      const line = ask(leader, getLine(""));
      await nextTurn();
      device.feed("for the second\n");
      expect(await line).toBe("for the second\n");
    });
  });

  it("keeps what was typed for a reader that ended before it had enough", async () => {
    const device = stringDevice("", { open: true });
    await inProcess(async () => {
      const leader = startGroupLeader(device);
      const reader = spawn(() => ask(leader, getChars("", 100)));
      await nextTurn();
      device.feed("typed\n");
      await nextTurn();
      Process.exit(reader, "not interested");
      await nextTurn();
      expect(await ask(leader, getLine(""))).toBe("typed\n");
    });
  });

  it("withdraws the read of a reader that had ended before it was served", async () => {
    const device = stringDevice("", { open: true });
    await inProcess(async () => {
      const leader = startGroupLeader(device);
      const dead = spawn(() => {});
      await nextTurn();
      send(leader, ioRequest(dead, makeRef(), getLine("")));
      await nextTurn();
      device.feed("kept\n");
      expect(await ask(leader, getLine(""))).toBe("kept\n");
    });
  });

  it("forgets its readers when they have been served", async () => {
    await inProcess(async () => {
      const leader = startGroupLeader(stringDevice("x\n"));
      await ask(leader, getLine(""));
      expect(Process.info(leader, "monitors")).toEqual([]);
    });
  });

  it("that has ended leaves its device's late answers alone", async () => {
    const device = stringDevice("", { open: true });
    const room = gate();
    device.write = () => room.opened;
    const rejections: unknown[] = [];
    const note = (error: unknown): number => rejections.push(error);
    process.on("unhandledRejection", note);
    await inProcess(async () => {
      const leader = startGroupLeader(device);
      for (const request of [putChars("x"), getLine("")]) send(leader, ioRequest(self(), makeRef(), request));
      await nextTurn();
      Process.exit(leader, atom.kill);
    });
    room.open();
    device.feed("late\n");
    for (let i = 0; i < 3; i++) await nextTurn();
    process.off("unhandledRejection", note);
    expect(rejections).toEqual([]);
  });

  it("writes to the channel that it was given", async () => {
    const device = stringDevice();
    const channels: unknown[] = [];
    device.write = (_text, channel) => {
      channels.push(channel);
    };
    await inProcess(async () => {
      for (const leader of [startGroupLeader(device), startGroupLeader(device, "stderr")])
        await ask(leader, putChars("x"));
    });
    expect(channels).toEqual(["stdout", "stderr"]);
  });

  it("ends with the exit signal of a process that it is linked to and traps", async () => {
    await inProcess(async () => {
      const leader = startGroupLeader(stringDevice());
      const ref = Process.monitor(leader);
      send(leader, tuple(atom.EXIT, self(), "parent ended"));
      expect(await receive()).toEqual(tuple(atom.DOWN, ref, atom.process, leader, "parent ended"));
    });
  });
});
