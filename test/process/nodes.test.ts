import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  deliver,
  inProcess,
  monitorNode,
  monitorNodes,
  nodeDown,
  nodeUp,
  Process,
  receive,
  self,
  spawn,
} from "../../src/process/index.js";
import { atom, makeRef, tuple } from "../../src/term/index.js";
import { endProcesses, fakeWire, flush, nextTurn, OTHER, remotePid, unplugWire } from "../support/processes.js";

let wire: ReturnType<typeof fakeWire>;
beforeEach(() => {
  wire = fakeWire();
});
afterEach(endProcesses);
afterEach(unplugWire);

const THIRD = "third@host";
const FAR = remotePid();
const lose = (node: string): void => nodeDown(node, true, false);

describe("the loss of a node", () => {
  it("ends links and monitors to its processes with noconnection, and no others", async () => {
    await inProcess(async () => {
      Process.flag("trapExit", true);
      const third = remotePid(1, THIRD);
      Process.link(FAR);
      Process.link(third);
      const byPid = Process.monitor(FAR);
      const byName = Process.monitor(["shell", OTHER]);
      Process.monitor(third);
      lose(OTHER);
      expect(await flush()).toEqual([
        tuple(atom.EXIT, FAR, atom.noconnection),
        tuple(atom.DOWN, byPid, atom.process, FAR, atom.noconnection),
        tuple(atom.DOWN, byName, atom.process, tuple(atom("shell"), atom(OTHER)), atom.noconnection),
      ]);
      expect(Process.info(self(), "links")).toEqual([third]);
      expect(Process.info(self(), "monitors")).toEqual([third]);
    });
  });

  it("ends a linked process that does not trap exits", async () => {
    await inProcess(async () => {
      const pid = spawn(() => {
        Process.link(FAR);
        return receive();
      });
      await nextTurn();
      const ref = Process.monitor(pid);
      lose(OTHER);
      expect(await flush()).toEqual([tuple(atom.DOWN, ref, atom.process, pid, atom.noconnection)]);
    });
  });

  it("forgets links that were being undone, and who monitored from there", async () => {
    await inProcess(async () => {
      const pid = spawn(() => {
        Process.link(FAR);
        Process.unlink(FAR);
        return receive();
      });
      await nextTurn();
      deliver({ type: "monitor", from: FAR, to: pid, ref: makeRef() });
      lose(OTHER);
      expect(Process.alive(pid)).toBe(true);
      expect(Process.info(pid, "monitoredBy")).toEqual([]);
      wire.take();
      Process.exit(pid, "over");
      expect(wire.take()).toEqual([]);
    });
  });
});

describe("monitorNode", () => {
  it("brings one message for each time that it was turned on", async () => {
    await inProcess(async () => {
      expect(monitorNode(OTHER, true)).toBe(true);
      monitorNode(OTHER, true);
      monitorNode(OTHER, true);
      monitorNode(OTHER, false);
      monitorNode(THIRD, true);
      lose(OTHER);
      const down = tuple(atom.nodedown, atom(OTHER));
      expect(await flush()).toEqual([down, down]);
      lose(OTHER);
      expect(await flush()).toEqual([]);
    });
  });

  it("brings a message also for a node that was never reached", async () => {
    await inProcess(async () => {
      monitorNode(OTHER, true);
      nodeDown(OTHER, false, false);
      expect(await flush()).toEqual([tuple(atom.nodedown, atom(OTHER))]);
    });
  });

  it("can be turned off before it was on", async () => {
    await inProcess(async () => {
      monitorNode(OTHER, false);
      lose(OTHER);
      expect(await flush()).toEqual([]);
    });
  });

  it("is over with its process", async () => {
    await inProcess(() => monitorNode(OTHER, true));
    await nextTurn();
    lose(OTHER);
  });
});

describe("monitorNodes", () => {
  it("brings a message for each visible node that comes and goes", async () => {
    await inProcess(async () => {
      expect(monitorNodes(true)).toBe(atom.ok);
      nodeUp(OTHER, false);
      nodeUp(THIRD, true);
      lose(OTHER);
      nodeDown(THIRD, true, true);
      expect(await flush()).toEqual([tuple(atom.nodeup, atom(OTHER)), tuple(atom.nodedown, atom(OTHER))]);
    });
  });

  it("tells of hidden nodes when asked to", async () => {
    await inProcess(async () => {
      monitorNodes(true, { hidden: true });
      nodeUp(THIRD, true);
      nodeDown(THIRD, true, true);
      expect(await flush()).toEqual([tuple(atom.nodeup, atom(THIRD)), tuple(atom.nodedown, atom(THIRD))]);
    });
  });

  it("tells nothing of nodes that were never reached, nor after it was turned off", async () => {
    await inProcess(async () => {
      monitorNodes(true);
      nodeDown(OTHER, false, false);
      monitorNodes(false);
      nodeUp(OTHER, false);
      expect(await flush()).toEqual([]);
    });
  });
});
