import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { attempt, GenServer, Supervisor } from "../../src/otp/index.js";
import { inProcess, Process, receive, skip } from "../../src/process/index.js";
import { atom, inspect, type Pid } from "../../src/term/index.js";
import { captureLog } from "../support/log-capture.js";
import { endProcesses } from "../support/processes.js";
import { child, ignoring, told, worker } from "./supervised.js";

beforeEach(async () => {
  await captureLog();
});
afterEach(endProcesses);

const [_BOOM, A, B, C] = ["boom", "a", "b", "c"].map((name) => atom(name));

describe("the children of a supervisor", () => {
  it("come and go on request", () =>
    inProcess(async () => {
      const sup = await Supervisor.startLink([], { strategy: "oneForOne" });
      const refusal = async (call: () => unknown) => inspect((await attempt(call))[1]);
      const pid = await Supervisor.startChild(sup, worker(A));
      expect(pid).toBe(await child(sup, A));
      expect(await refusal(() => Supervisor.startChild(sup, worker(A)))).toBe(`{:already_started, ${inspect(pid)}}`);
      expect(await refusal(() => Supervisor.deleteChild(sup, A))).toBe(":running");
      expect(await refusal(() => Supervisor.restartChild(sup, A))).toBe(":running");
      expect(await Supervisor.terminateChild(sup, A)).toBe(atom.ok);
      expect(await Supervisor.terminateChild(sup, A)).toBe(atom.ok);
      expect(await told(2)).toBe("+:a -:a");
      expect(await refusal(() => Supervisor.startChild(sup, worker(A)))).toBe(":already_present");
      expect(await Supervisor.restartChild(sup, A)).toBe(await child(sup, A));
      await Supervisor.terminateChild(sup, A);
      expect(await Supervisor.deleteChild(sup, A)).toBe(atom.ok);
      for (const call of [Supervisor.deleteChild, Supervisor.restartChild, Supervisor.terminateChild])
        expect(await refusal(() => call(sup, A))).toBe(":not_found");
      expect(await Supervisor.whichChildren(sup)).toEqual([]);
    }));

  it("are told why they did not start, and are not kept then", () =>
    inProcess(async () => {
      const sup = await Supervisor.startLink([], { strategy: "oneForOne" });
      const start: Supervisor.Start = ["Counter", "startLink", [5]];
      const failed = await attempt(() => Supervisor.startChild(sup, { id: "Counter", start }));
      const reason = "{:EXIT, {:undef, [{Counter, :startLink, [5], []}]}}";
      const record =
        "{:child, undefined, Counter, {Counter, :startLink, [5]}, :permanent, false, 5000, :worker, [Counter]}";
      expect(inspect(failed, { width: Number.POSITIVE_INFINITY })).toBe(`{:error, {${reason}, ${record}}}`);
      expect(await Supervisor.countChildren(sup)).toMatchObject({ specs: 0 });
    }));

  it("need not begin: a temporary one is not kept then", () =>
    inProcess(async () => {
      const sup = await Supervisor.startLink([], { strategy: "oneForOne" });
      expect(await Supervisor.startChild(sup, { id: A, start: () => atom.ignore })).toBeUndefined();
      expect(
        await Supervisor.startChild(sup, { id: B, start: () => GenServer.ignore, restart: "temporary" }),
      ).toBeUndefined();
      expect((await Supervisor.whichChildren(sup)).map(([id]) => id)).toEqual([A]);
    }));

  it("are killed when they take too long to end, or at once where that is said", () =>
    inProcess(async () => {
      const children: Supervisor.ChildSpec[] = [
        { id: A, start: ignoring, shutdown: 20 },
        { id: B, start: ignoring, shutdown: "brutalKill" },
        worker(C, { shutdown: "infinity" }),
      ];
      const sup = await Supervisor.startLink(children, { strategy: "oneForOne" });
      const [, b, a] = (await Supervisor.whichChildren(sup)).map(([, pid]) => pid as Pid);
      const ends = spawnEnds([a!, b!]);
      await Supervisor.stop(sup);
      expect(await ends()).toEqual([atom.killed, atom.killed]);
      expect(await told(2)).toBe("+:c -:c");
    }));

  it("may be supervisors, which have all the time that they need", () =>
    inProcess(async () => {
      const inside = [worker(A), worker(B)];
      const nested: Supervisor.ChildSpec = {
        id: "Inner",
        type: "supervisor",
        start: () => Supervisor.startLink(inside, { strategy: "oneForOne" }),
      };
      const sup = await Supervisor.startLink([nested, worker(C)], { strategy: "oneForOne" });
      expect(await told(3)).toBe("+:a +:b +:c");
      const inner = await child(sup, atom("Elixir.Inner"));
      Process.exit(inner, atom.kill);
      // Its children hear of its end while it is started again.
      expect((await told(4)).split(" ").sort()).toEqual(["+:a", "+:b", "-:a", "-:b"]);
      await Supervisor.stop(sup);
      expect(await told(3)).toBe("-:c -:b -:a");
    }));
});

/** Watches processes from now on. */
function spawnEnds(pids: Pid[]): () => Promise<unknown[]> {
  const refs = pids.map((pid) => Process.monitor(pid));
  return async () => {
    const reasons: unknown[] = [];
    for (const ref of refs)
      reasons.push(await receive((message: any) => (message[1] === ref ? message[4] : undefined) ?? skip));
    return reasons;
  };
}
