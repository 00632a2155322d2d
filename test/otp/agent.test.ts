import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { Agent, attempt, GenServer, Supervisor } from "../../src/otp/index.js";
import { inProcess, Process, self, send } from "../../src/process/index.js";
import { formatExit } from "../../src/term/exception.js";
import { atom, inspect, type Tuple, tuple } from "../../src/term/index.js";
import { captureLog } from "../support/log-capture.js";
import { endOf, endProcesses } from "../support/processes.js";
import { exitOf, forever } from "./tasks.js";

let printed: () => Promise<string>;
beforeEach(async () => {
  printed = await captureLog();
});
afterEach(endProcesses);

describe("an agent", () => {
  it("keeps a state that functions read and change", () =>
    inProcess(async () => {
      const agent = await Agent.startLink(async () => [1, 2]);
      const sum: number = await Agent.get(agent, ([a, b]) => a! + b!);
      expect(sum).toBe(3);
      expect(await Agent.update(agent, (items) => [...items, 3])).toBe(atom.ok);
      const last: number | undefined = await Agent.getAndUpdate(agent, (items) => [items.at(-1), items.slice(0, -1)]);
      expect(last).toBe(3);
      expect(Agent.cast(agent, (items) => items.slice(1))).toBe(atom.ok);
      expect(await Agent.get(agent, (items) => items)).toEqual([2]);
      expect(await Agent.stop(agent)).toBe(atom.ok);
      expect(Process.alive(agent)).toBe(false);
    }));

  it("is found by its name, and runs its functions itself", () =>
    inProcess(async () => {
      const agent = await Agent.start(() => 0, { name: "Counter" });
      expect(await Agent.get("Counter", () => self())).toBe(agent);
      expect(await attempt(() => Agent.start(() => 0, { name: "Counter" }))).toEqual(
        tuple(atom.error, tuple(atom.already_started, agent)),
      );
      expect(Agent.cast("Nobody", (n) => n)).toBe(atom.ok);
    }));

  it("fails to start with the reason of its function", () =>
    inProcess(async () => {
      const failing = (): never => {
        throw new RangeError("no state");
      };
      const [, reason] = (await attempt(() => Agent.start(failing))) as unknown as Tuple;
      expect(formatExit(reason)).toContain("an exception was raised:\n    ** (RangeError) no state");
    }));

  it("ends when a function fails, and so does the call", async () => {
    const pid = await inProcess(async () => {
      const agent = await Agent.start(() => 1, { name: "Counter" });
      const failing = (): never => {
        throw new TypeError("oops");
      };
      const reason = formatExit(await exitOf(() => Agent.get(agent, failing)));
      expect(reason).toContain(`exited in: GenServer.call(${agent}, {:get, #Function<failing/0>}, 5000)`);
      expect(reason).toContain("** (TypeError) oops");
      return self();
    });
    expect(await printed()).toMatch(
      new RegExp(
        String.raw`\[error\] GenServer Counter terminating\n\*\* \(TypeError\) oops\n(.*\n)*Last message \(from ${pid}\): \{:get, #Function<failing/0>\}\nState: 1\n`,
      ),
    );
  });

  it("ends when a function gives no value with its new state", () =>
    inProcess(async () => {
      const agent = await Agent.start(() => 1);
      const [reason] = (await exitOf(() => Agent.getAndUpdate(agent, (() => 3) as never))) as Tuple;
      expect(reason).toEqual(tuple(atom.bad_return_value, 3));
    }));

  it("is waited for as long as the caller says", () =>
    inProcess(async () => {
      const agent = await Agent.start(() => 1);
      const reason = await exitOf(() => Agent.get(agent, forever, 5));
      expect(formatExit(reason)).toMatch(/^exited in: GenServer\.call\(.*, 5\)\n {4}\*\* \(EXIT\) time out$/);
    }));

  it("takes named functions, which get the state before their arguments", () =>
    inProcess(async () => {
      const agent = await Agent.start(() => 1);
      const reason = await exitOf(() => Agent.get(agent, "P24Chat.Lab", "add", [2]));
      expect(inspect(reason)).toMatch(/\{:undef, \[\{P24Chat\.Lab, :add, \[1, 2\]/);
      expect(() => Agent.cast("Nobody", 3 as never)).toThrow("Cannot ask an agent: give a function, or a module");
    }));

  it("tells the log of messages that it does not expect", async () => {
    const agent = await inProcess(async () => {
      const agent = await Agent.start(() => 1);
      send(agent, "hello");
      expect(await Agent.get(agent, (n) => n)).toBe(1);
      return agent;
    });
    expect(await printed()).toContain(
      `[error] Agent.Server ${agent} received unexpected message in handleInfo/2: "hello"\n`,
    );
  });

  it("ends with what is no request of an agent", () =>
    inProcess(async () => {
      const agent = await Agent.start(() => 1);
      GenServer.cast(agent, "nonsense");
      const reason = await endOf(agent);
      expect(formatExit(reason)).toContain("Cannot understand :nonsense: an agent knows cast");
    }));

  it("is the child of a supervisor", () =>
    inProcess(async () => {
      const sup = await Supervisor.startLink([[Agent, () => 7]], { strategy: "oneForOne" });
      const [[id, pid]] = (await Supervisor.whichChildren(sup)) as [Supervisor.ChildEntry];
      expect([inspect(id), await Agent.get(pid as never, (n: unknown) => n)]).toEqual(["Agent", 7]);
    }));
});
