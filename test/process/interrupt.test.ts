import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  countAsStarted,
  deliver,
  nodeDown,
  Process,
  receive,
  type Signal,
  self,
  spawn,
  spawnOn,
} from "../../src/process/index.js";
import type { SpawnRequest } from "../../src/process/signal.js";
import { atom, type Pid, type Reference } from "../../src/term/index.js";
import { endProcesses, fakeWire, flush, OTHER, recordReports, remotePid, unplugWire } from "../support/processes.js";

let wire: ReturnType<typeof fakeWire>;
let reports: ReturnType<typeof recordReports>;
beforeEach(() => {
  wire = fakeWire();
  reports = recordReports();
});
afterEach(endProcesses);
afterEach(unplugWire);

const STOP = new Error("stop");
const NEW = remotePid(8);
const OLD = remotePid(9);

/** Runs a body as a process that waits for nothing of its own. */
function run(body: () => Promise<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    spawn(() => body().then(resolve, reject));
  });
}

/** The other node makes the process that it was asked for last. */
function answer(result: Pid | symbol = NEW): void {
  const request = wire.take().findLast((signal) => signal.type === "spawnRequest") as SpawnRequest;
  const { ref, from, link, monitor } = request;
  deliver({ type: "spawnReply", ref, to: from, linked: link, monitored: monitor, result });
}

async function start(options: Parameters<typeof spawnOn>[2], pid = NEW): Promise<Reference> {
  const spawned = spawnOn(OTHER, ["Remote", "chat", []], options);
  answer(pid);
  return (await spawned).ref;
}

/** What ends a process for certain. */
function ending(to: Pid): Signal[] {
  return [atom.shutdown, atom.kill].map((reason) => ({ type: "exit2", from: self(), to, reason }));
}

/** Interrupts the caller while it waits for a message. */
async function interruptReceive(): Promise<void> {
  const waiting = receive();
  Process.interrupt(self(), STOP);
  await expect(waiting).rejects.toBe(STOP);
}

describe("an interruption", () => {
  it("ends what was started on another node, and the process hears nothing of it", async () => {
    await run(() =>
      Process.interruptible(async () => {
        Process.flag("trapExit", true);
        await start({});
        await start({ link: true, monitor: true }, OLD);
        await interruptReceive();
        const [demonitored, ...signals] = wire.take();
        expect(demonitored).toMatchObject({ type: "demonitor", to: OLD });
        expect(signals).toEqual([
          ...ending(NEW),
          { type: "unlink", from: self(), to: OLD, id: expect.any(BigInt) },
          ...ending(OLD),
        ]);
        deliver({ type: "exit", from: OLD, to: self(), reason: atom.shutdown });
        expect([Process.info(self(), "links"), Process.info(self(), "monitors")]).toEqual([[], []]);
        expect(await flush()).toEqual([]);
      }),
    );
  });

  it("ends a process that is there only later, and never ties it to its caller", async () => {
    await run(() =>
      Process.interruptible(async () => {
        const spawned = spawnOn(OTHER, ["Remote", "chat", []], { link: true, monitor: true });
        Process.interrupt(self(), STOP);
        await expect(spawned).rejects.toBe(STOP);
        answer();
        expect(wire.take()).toEqual(ending(NEW));
        expect([Process.info(self(), "links"), Process.info(self(), "monitors")]).toEqual([[], []]);
      }),
    );
  });

  it("says nothing of a process that never comes: nobody wants it any more", async () => {
    await run(() =>
      Process.interruptible(async () => {
        const spawned = spawnOn(OTHER, ["Remote", "chat", []], { link: true, monitor: true });
        Process.interrupt(self(), STOP);
        await expect(spawned).rejects.toBe(STOP);
        nodeDown(OTHER, false, false);
        expect(reports.warnings).toEqual([]);
        expect(await flush()).toEqual([]);
      }),
    );
  });

  it("leaves alone what was started before, even if the other node answers only now", async () => {
    await run(async () => {
      const spawned = await Process.interruptible(() => ({ early: spawnOn(OTHER, ["Remote", "chat", []]) }));
      await Process.interruptible(async () => {
        answer(OLD);
        await interruptReceive();
        expect((await spawned.early).pid).toBe(OLD);
        expect(wire.take()).toEqual([]);
      });
    });
  });

  it("leaves alone what nobody began to be able to take back", async () => {
    await run(async () => {
      await start({ link: true });
      await interruptReceive();
      expect(wire.take()).toEqual([]);
      expect(Process.info(self(), "links")).toEqual([NEW]);
    });
  });

  it("leaves alone what was started around it, which the next one ends", async () => {
    await run(() =>
      Process.interruptible(async () => {
        await start({}, OLD);
        await Process.interruptible(async () => {
          await start({});
          await interruptReceive();
          expect(wire.take()).toEqual(ending(NEW));
        });
        await interruptReceive();
        expect(wire.take()).toEqual(ending(OLD));
      }),
    );
  });

  it("ends nothing twice, and nothing that is known to have ended", async () => {
    await run(() =>
      Process.interruptible(async () => {
        const ref = await start({ monitor: true });
        deliver({ type: "down", from: NEW, to: self(), ref, reason: atom.normal });
        await start({ link: true }, OLD);
        deliver({ type: "exit", from: OLD, to: self(), reason: atom.normal });
        await flush();
        await interruptReceive();
        await interruptReceive();
        expect(wire.take()).toEqual([]);
      }),
    );
  });

  it("ends a process that somebody else has made for the caller, but none of this node", async () => {
    await run(() =>
      Process.interruptible(async () => {
        countAsStarted(self());
        countAsStarted(NEW);
        await interruptReceive();
        expect(wire.take()).toEqual(ending(NEW));
        expect(Process.alive(self())).toBe(true);
      }),
    );
  });
});
