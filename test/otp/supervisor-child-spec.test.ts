import { afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { codeServer, registerModule } from "../../src/code/server.js";
import { DynamicSupervisor, GenServer, Supervisor } from "../../src/otp/index.js";
import { fromTerm, toSpec, toTerm } from "../../src/otp/supervisor/spec.js";
import { type Exit, inProcess, setCodeServer, spawnLink } from "../../src/process/index.js";
import { atom, inspect, type Pid, tuple } from "../../src/term/index.js";
import { endProcesses } from "../support/processes.js";

const Counter = {
  startLink: (first = 0) => spawnLink(() => first),
};
const Clock = {
  childSpec: (zone?: string) => ({
    id: zone ?? "Clock",
    start: () => spawnLink(() => zone),
    restart: "transient" as const,
  }),
};
const Stack: GenServer.Behaviour<number[], { init: [items: number[]] }> = {
  init: (items) => items,
  handleCall: (items, _request) =>
    GenServer.reply(
      items.reduce((sum, item) => sum + item, 0),
      items,
    ),
};

beforeAll(() => {
  setCodeServer(codeServer);
  registerModule("Counter", Counter);
  registerModule("Stack", Stack);
});

describe("the specification of a child", () => {
  it("is what the module's childSpec says, with the argument or without", () => {
    expect(Supervisor.childSpec(Clock)).toMatchObject({ id: "Clock", restart: "transient" });
    expect(Supervisor.childSpec([Clock, "UTC"])).toMatchObject({ id: "UTC", restart: "transient" });
  });

  it("starts a module by its startLink", () => {
    expect(Supervisor.childSpec([Counter, 5])).toEqual({
      id: atom("Elixir.Counter"),
      start: [Counter, "startLink", [5]],
    });
    expect(Supervisor.childSpec("Counter")).toEqual({
      id: atom("Elixir.Counter"),
      start: ["Counter", "startLink", []],
    });
  });

  it("starts the behaviour of a server as one", () =>
    inProcess(async () => {
      const sup = await Supervisor.startLink([[Stack, [1, 2]]], { strategy: "oneForOne" });
      const [[id, pid, , modules]] = (await Supervisor.whichChildren(sup)) as [Supervisor.ChildEntry];
      expect([id, modules]).toEqual([atom("Elixir.Stack"), [atom("Elixir.Stack")]]);
      expect(await GenServer.call(pid as Pid, atom("sum"))).toBe(3);
    }));

  it("can be changed", () => {
    expect(Supervisor.childSpec([Clock, "UTC"], { id: "other", shutdown: 10 })).toMatchObject({
      id: "other",
      shutdown: 10,
      restart: "transient",
    });
    expect(() => Supervisor.childSpec(Clock, { foo: 1 } as never)).toThrow(
      "unknown key foo in child specification override: there is id, start, restart",
    );
  });

  it("of a module that has no name is told apart from others", () => {
    const [one, other] = [{ startLink: () => undefined }, { startLink: () => undefined }];
    expect(Supervisor.childSpec(one).id).toBe(Supervisor.childSpec([one, 5]).id);
    expect(Supervisor.childSpec(one).id).not.toBe(Supervisor.childSpec(other).id);
  });

  it("of a dynamic supervisor has its name as the id, and all time to end", () => {
    const spec = toSpec(Supervisor.childSpec([DynamicSupervisor, { name: "Rooms" }]));
    expect(inspect(toTerm(spec).id)).toBe("Rooms");
    expect(spec).toMatchObject({ type: "supervisor", shutdown: "infinity" });
  });

  it.each([
    [
      "a module that does not exist",
      "Nope",
      "The module Nope was given as a child to a supervisor but it does not exist.",
    ],
    ["a module that is no process", Math, "but it has no childSpec(argument), no startLink(argument) and no init."],
    ["a number", 1, "supervisors expect each child to be one of the following:"],
    ["a list of three", [Counter, 1, 2], "Got: ["],
    ["no id", { start: () => undefined }, "has no id: give it one"],
    ["no start", { id: "a" }, 'the child "a" has an invalid start: undefined. It must be a function or [module'],
    ["no function to start", { id: "a", start: 5 }, 'the child "a" has an invalid start: 5.'],
    ["another restart", { restart: "always" }, '"always". It must be "permanent", "transient" or "temporary"'],
    ["an atom of Erlang", { restart: atom("temporary") }, 'the child "a" has an invalid restart: :temporary.'],
    ["a negative time", { shutdown: -1 }, '"a" has an invalid shutdown: -1. It must be milliseconds from 0 on'],
    ["Erlang's word", { shutdown: "brutal_kill" }, 'invalid shutdown: "brutal_kill". It must be milliseconds'],
    ["another type", { type: "server" }, 'invalid type: "server". It must be "worker" or "supervisor"'],
    ["no list of modules", { modules: 5 }, "invalid modules: 5. It must be a list of names of modules"],
  ])("is refused for %s", (_what, given, text) => {
    const isPart =
      typeof given === "object" && given !== Math && !Array.isArray(given) && !("id" in given || "start" in given);
    const child = isPart ? { id: "a", start: () => undefined, ...(given as object) } : given;
    expect(() => toSpec(Supervisor.childSpec(child as never))).toThrow(
      expect.objectContaining({ name: "ArgumentError", message: expect.stringContaining(text) }),
    );
  });
});

describe("the specification of a child on the wire", () => {
  const start = tuple(atom("Elixir.Counter"), atom("start_link"), [5]);

  it("is OTP's map, there and back", () => {
    const spec = toSpec({ id: "Counter", start: ["Counter", "start_link", [5]], shutdown: "brutalKill" });
    expect(toTerm(spec)).toEqual({
      id: atom("Elixir.Counter"),
      start,
      restart: atom.permanent,
      significant: false,
      type: atom.worker,
      shutdown: atom.brutal_kill,
      modules: [atom("Elixir.Counter")],
    });
    expect(fromTerm(toTerm(spec))).toEqual(spec);
  });

  it("has OTP's defaults", () => {
    expect(fromTerm({ id: 1, start })).toMatchObject({ restart: "permanent", shutdown: 5_000, type: "worker" });
    expect(fromTerm({ id: 1, start, type: atom.supervisor })).toMatchObject({ shutdown: "infinity" });
  });

  it("may be the tuple of older programs", () => {
    const old = tuple(1, start, atom.temporary, atom.brutal_kill, atom.worker, atom.dynamic);
    expect(fromTerm(old)).toMatchObject({ id: 1, restart: "temporary", shutdown: "brutalKill", modules: "dynamic" });
  });

  it.each([
    [5, "{:invalid_child_spec, 5}"],
    [new Map([["id", 1]]), "{:invalid_child_spec, "],
    [{ start }, ":missing_id"],
    [{ id: 1 }, ":missing_start"],
    [{ id: 1, start: 5 }, "{:invalid_mfa, 5}"],
    [{ id: 1, start: [1, 2, 3] }, "{:invalid_mfa, [1, 2, 3]}"],
    [{ id: 1, start, restart: atom.x }, "{:invalid_restart_type, :x}"],
    [{ id: 1, start, significant: 5 }, "{:invalid_significant, 5}"],
    [{ id: 1, start, type: atom.x }, "{:invalid_child_type, :x}"],
    [{ id: 1, start, shutdown: atom.x }, "{:invalid_shutdown, :x}"],
    [{ id: 1, start, modules: atom.x }, "{:invalid_modules, :x}"],
  ])("%p is refused with OTP's reason", (term, reason) => {
    const refused = (() => {
      try {
        return fromTerm(term);
      } catch (error) {
        return (error as Exit).reason;
      }
    })();
    expect(inspect(refused)).toContain(reason);
  });
});

afterEach(endProcesses);
