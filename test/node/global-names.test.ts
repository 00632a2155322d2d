import { describe, expect, it } from "@jest/globals";
import { atom, GenServer, Global, inProcess, Process, receive, self, send, skip, spawn, tuple } from "iex-ts";

/** A process that lives until it is told to end. */
const idle = () => spawn(() => receive((message) => (message === "end" ? message : skip)));

const Counter: GenServer.Behaviour<number, { init: [n: number]; calls: { next(): number } }> = {
  init: (n) => n,
  handleCall: { next: (n) => GenServer.reply(n + 1, n + 1) },
};

/** Waits for the end of a process, as its monitors see it. */
async function ended(pid: ReturnType<typeof self>): Promise<void> {
  const ref = Process.monitor(pid);
  await receive((message) => (message[1] === ref ? true : skip), 10_000);
}

describe("on a node without a cluster, global", () => {
  it("keeps names as long as their processes live", async () => {
    const found = await inProcess(async () => {
      const pid = idle();
      const answers = [
        Global.whereisName("a"),
        await Global.registerName("a", pid),
        await Global.registerName("a", self()),
        await Global.registerName("b", pid),
        Global.whereisName("a") === pid,
        Global.registeredNames(),
      ];
      send(pid, "end");
      await ended(pid);
      return [...answers, Global.whereisName("a")];
    });
    expect(found).toEqual([null, atom.yes, atom.no, atom.no, true, ["a"], null]);
  });

  it("takes a name away, or gives it to another process", async () => {
    const found = await inProcess(async () => {
      const [first, second] = [idle(), idle()];
      await Global.registerName(tuple("n", 1), first);
      const again = await Global.reRegisterName(tuple("n", 1), second);
      const isSecond = Global.whereisName(tuple("n", 1)) === second;
      const gone = [await Global.unregisterName(tuple("n", 1)), await Global.unregisterName("nobody's")];
      for (const pid of [first, second]) send(pid, "end");
      return [again, isSecond, ...gone, Global.whereisName(tuple("n", 1))];
    });
    expect(found).toEqual([atom.yes, true, atom.ok, atom.ok, null]);
  });

  it("sends to names, and exits when nobody has one", async () => {
    const [message, to, reason] = await inProcess(async () => {
      await Global.registerName("me", self());
      const pid = Global.send("me", "hi");
      const received = await receive(undefined, 10_000);
      await Global.unregisterName("me");
      const failure = await inProcess(() => Global.send("me", "hi")).catch((error) => error);
      return [received, pid === self(), failure.reason];
    });
    expect([message, to]).toEqual(["hi", true]);
    expect(reason).toEqual(tuple(atom.badarg, tuple("me", "hi")));
  });

  it("names servers, of which there is one", async () => {
    const found = await inProcess(async () => {
      const pid = await GenServer.start(Counter, [1], { name: ["global", "counter"] });
      const next = await GenServer.call(["global", "counter"], "next");
      const second = await GenServer.start(Counter, [1], { name: ["global", "counter"] }).catch((error) => error);
      await GenServer.stop(["global", "counter"]);
      const gone = await GenServer.call(["global", "counter"], "next").catch((error) => error.reason[0]);
      return [next, second.reason, pid, gone] as const;
    });
    expect(found[0]).toBe(2);
    expect(found[1]).toEqual(tuple(atom.already_started, found[2]));
    expect(found[3]).toBe(atom.noproc);
  });

  it("locks for one requester at a time, until the holder lets go or ends", async () => {
    const found = await inProcess(async () => {
      const me = self();
      const holder = spawn(async () => {
        send(me, await Global.setLock(["r", 1]));
        await receive();
      });
      const set = await receive(undefined, 10_000);
      const [other, same] = [await Global.setLock(["r", 2], undefined, 0), await Global.setLock(["r", 1])];
      await Global.delLock(["r", 1]);
      const still = await Global.trans(["r", 2], () => "inside", undefined, 0);
      Process.exit(holder, atom.kill);
      await ended(holder);
      return [set, other, same, still, await Global.trans(["r", 2], () => "inside")];
    });
    expect(found).toEqual([true, false, true, atom.aborted, "inside"]);
  });

  it("lets go of the lock of a transaction that fails", async () => {
    const found = await inProcess(async () => {
      const failure = await Global.trans(["t", 1], () => {
        throw new RangeError("no");
      }).catch((error: Error) => error.message);
      return [failure, await Global.setLock(["t", 2], undefined, 0), await Global.delLock(["t", 2])];
    });
    expect(found).toEqual(["no", true, true]);
  });

  it("is in sync with nobody at once", async () => {
    expect(await inProcess(() => Global.sync())).toBe(atom.ok);
  });

  it("refuses what could not travel to other nodes", async () => {
    const stays = new WeakMap();
    await expect(inProcess(() => Global.registerName("w", self(), () => stays as never))).rejects.toThrow(TypeError);
    await expect(inProcess(() => Global.registerName(Symbol("local"), self()))).rejects.toThrow(TypeError);
    await expect(inProcess(() => Global.setLock([Symbol("local"), 1]))).rejects.toThrow(TypeError);
    expect(Global.registeredNames()).toEqual([]);
  });

  it("says what a lock is when it is given something else", async () => {
    await expect(inProcess(() => Global.setLock("printer" as never))).rejects.toThrow(
      'Cannot lock "printer": give the resource and who wants it, [resource, self()]',
    );
  });
});

describe("of two processes with one name", () => {
  it("randomExitName kills one", async () => {
    const [kept, first, second, alive] = await inProcess(async () => {
      const pids = [idle(), idle()] as const;
      const kept = Global.randomExitName("x", ...pids);
      await ended(pids.find((pid) => pid !== kept)!);
      return [kept, ...pids, pids.map((pid) => Process.alive(pid))] as const;
    });
    expect(alive).toEqual([kept === first, kept === second]);
  });

  it("randomNotifyName tells one", async () => {
    const told = await inProcess(async () => {
      const me = self();
      const pids = [1, 2].map((n) => spawn(async () => send(me, tuple(n, await receive()))));
      const kept = Global.randomNotifyName("x", pids[0]!, pids[1]!);
      return [pids.indexOf(kept), await receive(undefined, 10_000)];
    });
    expect(told).toEqual([told[0], tuple(told[0] === 0 ? 2 : 1, tuple(atom.global_name_conflict, "x"))]);
  });

  it("notifyAllName tells both, each of the other", async () => {
    const [answer, first, second, told] = await inProcess(async () => {
      const me = self();
      const [one, two] = [1, 2].map((n) => spawn(async () => send(me, tuple(n, await receive()))));
      const answer = Global.notifyAllName("x", one!, two!);
      const told = [await receive(undefined, 10_000), await receive(undefined, 10_000)];
      return [answer, one, two, told] as const;
    });
    expect(answer).toBe(atom.none);
    expect(told).toEqual([
      tuple(1, tuple(atom.global_name_conflict, "x", second)),
      tuple(2, tuple(atom.global_name_conflict, "x", first)),
    ]);
  });
});
