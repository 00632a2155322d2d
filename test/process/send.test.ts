import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { inProcess, Process, receive, self, send, spawn } from "../../src/process/index.js";
import { atom, internPid, localOrigin, type Pid, tuple } from "../../src/term/index.js";
import { endProcesses, fakeWire, flush, nextTurn, OTHER, remotePid, unplugWire } from "../support/processes.js";

beforeEach(unplugWire);
afterEach(unplugWire);
afterEach(endProcesses);

describe("send", () => {
  it("returns the message", async () => {
    const message = { any: "term" };
    await inProcess(() => {
      expect(send(self(), message)).toBe(message);
      expect(send([atom("nobody"), OTHER], message)).toBe(message);
    });
  });

  it("does not copy the message within a node", async () => {
    const message = { any: "term" };
    const received = inProcess(() => {
      send(self(), message);
      return receive();
    });
    expect(await received).toBe(message);
  });

  it("works outside of a process", async () => {
    const got = inProcess(async () => {
      Process.register(self(), "hears");
      return receive();
    });
    await nextTurn();
    send("hears", "from a script");
    expect(await got).toBe("from a script");
  });

  it("reaches a process by pid, name, atom, and name with node", async () => {
    await inProcess(async () => {
      Process.register(self(), "Me");
      send(self(), 1);
      send("Me", 2);
      send(atom("Elixir.Me"), 3);
      send(["Me", localOrigin.node], 4);
      send(tuple("Me", atom(localOrigin.node)) as never, 5);
      expect(await flush()).toEqual([1, 2, 3, 4, 5]);
    });
  });

  it("to a process that has ended succeeds and does nothing", async () => {
    const dead = spawn(() => {});
    await nextTurn();
    expect(send(dead, "x")).toBe("x");
  });

  it("to a pid of an earlier life of this node succeeds and does nothing", async () => {
    await inProcess(async () => {
      const { id, serial } = self();
      expect(send(internPid(localOrigin.node, 999, id, serial), "x")).toBe("x");
      expect(await flush()).toEqual([]);
    });
  });

  it("to a name that nobody has fails in Erlang's words, with a node it does not", () => {
    expect(() => send("nobody", "x")).toThrow(
      expect.objectContaining({
        name: "ArgumentError",
        message: "errors were found at the given arguments:\n\n  * 1st argument: invalid destination\n",
      }),
    );
    expect(send(["nobody", localOrigin.node], "x")).toBe("x");
  });

  it.each([[42], [null], [["name"]], [["name", "no at sign"]], [[1, OTHER]], [{}]])(
    "refuses the destination %p",
    (destination) => {
      expect(() => send(destination as unknown as Pid, "x")).toThrow("invalid destination");
    },
  );

  it("to another node succeeds silently while there is no network", () => {
    expect(send(remotePid(), "x")).toBe("x");
    expect(send(["shell", OTHER], "x")).toBe("x");
  });

  it("to another node hands the message to the wire, in order, with the sender", async () => {
    const { sent, nodes } = fakeWire();
    const me = await inProcess(() => {
      send(remotePid(), 1);
      send(["shell", OTHER], 2);
      send(["Shell", atom(OTHER)] as never, 3);
      return self();
    });
    expect(sent).toEqual([
      { type: "message", from: me, to: remotePid(), message: 1 },
      { type: "message", from: me, to: atom("shell"), message: 2 },
      { type: "message", from: me, to: atom("Elixir.Shell"), message: 3 },
    ]);
    expect(nodes).toEqual([OTHER, OTHER, OTHER]);
  });

  it("throws what the wire says of a message that cannot travel", async () => {
    fakeWire();
    await expect(inProcess(() => send(remotePid(), () => 1))).rejects.toThrow(TypeError);
  });
});

describe("the pid of a living process that was never printed nor sent", () => {
  it("is found by its numbers", async () => {
    await inProcess(async () => {
      const { node, creation, id, serial } = self();
      expect(internPid(node, creation, id, serial)).toBe(self());
    });
  });
});
