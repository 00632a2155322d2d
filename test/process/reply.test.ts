import { afterEach, describe, expect, it } from "@jest/globals";
import {
  inProcess,
  Process,
  receive,
  replyArrived,
  replyFor,
  self,
  send,
  skip,
  spawn,
  stopReplyFor,
} from "../../src/process/index.js";
import { atom, makeRef, type Pid, type Reference, tuple } from "../../src/term/index.js";
import { endProcesses, flush, gate, nextTurn } from "../support/processes.js";

afterEach(endProcesses);

describe("replyFor", () => {
  it("takes the message with the reference in its first or second place, past the mailbox", async () => {
    await inProcess(async () => {
      send(self(), "before");
      const [first, second] = [makeRef(), makeRef()];
      const answers = [replyFor(first), replyFor(second)];
      send(self(), tuple(atom.io_reply, second, "b"));
      send(self(), tuple(first, "a"));
      expect(await Promise.all(answers)).toEqual([tuple(first, "a"), tuple(atom.io_reply, second, "b")]);
      expect(await flush()).toEqual(["before"]);
    });
  });

  it("waits beside a pending receive, which does not see the reply", async () => {
    for (const wait of [() => receive(), () => receive((message) => (message === "for receive" ? message : skip))])
      await inProcess(async () => {
        const received = wait();
        const ref = makeRef();
        const answer = replyFor(ref);
        send(self(), tuple(ref, "reply"));
        send(self(), "for receive");
        expect(await answer).toEqual(tuple(ref, "reply"));
        expect(await received).toBe("for receive");
      });
  });

  it("takes one message only: a second one is for the mailbox", async () => {
    await inProcess(async () => {
      const ref = makeRef();
      const answer = replyFor(ref);
      send(self(), tuple(ref, 1));
      send(self(), tuple(ref, 2));
      expect(await answer).toEqual(tuple(ref, 1));
      expect(await flush()).toEqual([tuple(ref, 2)]);
    });
  });

  it("takes no list for a reply", async () => {
    await inProcess(async () => {
      const ref = makeRef();
      const answer = replyFor(ref);
      send(self(), [ref, "a list"]);
      send(self(), tuple(ref, "a tuple"));
      expect(await answer).toEqual(tuple(ref, "a tuple"));
      expect(await flush()).toEqual([[ref, "a list"]]);
    });
  });

  it("takes the news of a monitored process's end, also when it had ended before", async () => {
    await inProcess(async () => {
      const dying = spawn(() => {});
      const ref = Process.monitor(dying);
      expect(await replyFor(ref)).toEqual(tuple(atom.DOWN, ref, atom.process, dying, atom.normal));
      send(self(), "other");
      expect(await downOf(dying)).toBe(atom.noproc);
      const received = receive((message) => (message === "wanted" ? message : skip));
      expect(await downOf(dying)).toBe(atom.noproc);
      send(self(), "wanted");
      await received;
      expect(await flush()).toEqual(["other"]);
      const any = receive();
      expect(await downOf(dying)).toBe(atom.noproc);
      send(self(), "for receive");
      expect(await any).toBe("for receive");
    });
  });

  async function downOf(pid: Pid): Promise<unknown> {
    const ref: Reference = Process.monitor(pid);
    return (await replyFor(ref))[4];
  }

  it("is left with an exit when the process is told to end", async () => {
    const thrown = gate<unknown>();
    await inProcess(async () => {
      const pid = spawn(() => replyFor(makeRef()).catch((error) => thrown.open(error)));
      await nextTurn();
      Process.exit(pid, "no more replies");
    });
    expect(await thrown.opened).toMatchObject({ name: "Exit", reason: "no more replies" });
  });
});

describe("replyArrived", () => {
  it("takes the oldest answer out of the mailbox, and nothing else", async () => {
    await inProcess(async () => {
      const ref = makeRef();
      for (const message of ["before", tuple(ref, 1), tuple(atom.DOWN, ref), "after"]) send(self(), message);
      expect(replyArrived(ref)).toEqual(tuple(ref, 1));
      expect(replyArrived(ref)).toEqual(tuple(atom.DOWN, ref));
      expect(replyArrived(ref)).toBe(undefined);
      expect(await flush()).toEqual(["before", "after"]);
    });
  });
});

describe("stopReplyFor", () => {
  it("ends a wait without an answer; what comes later is for the mailbox", async () => {
    await inProcess(async () => {
      const ref = makeRef();
      const answer = replyFor(ref, 60_000);
      stopReplyFor(ref);
      stopReplyFor(ref);
      expect(await answer).toBe(undefined);
      send(self(), tuple(ref, "late"));
      expect(await flush()).toEqual([tuple(ref, "late")]);
    });
  });
});
