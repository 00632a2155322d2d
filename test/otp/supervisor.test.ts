import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { attempt, GenServer, Supervisor } from "../../src/otp/index.js";
import { Exit, inProcess, Process, receive, self, send, skip, spawn, spawnLink } from "../../src/process/index.js";
import { formatExit } from "../../src/term/exception.js";
import { atom, inspect, Pid, tuple } from "../../src/term/index.js";
import { captureLog } from "../support/log-capture.js";
import { endOf, endProcesses, gate } from "../support/processes.js";
import { told, untold, worker } from "./supervised.js";

let printed: () => Promise<string>;
beforeEach(async () => {
  printed = await captureLog();
});
afterEach(endProcesses);

const [BOOM, A, B, C] = ["boom", "a", "b", "c"].map((name) => atom(name));

describe("a supervisor", () => {
  it("starts its children in their order and stops them in the reverse one", () =>
    inProcess(async () => {
      const sup = await Supervisor.startLink([worker(A), worker(B), worker(C)], { strategy: "oneForOne" });
      expect(await told(3)).toBe("+:a +:b +:c");
      expect(await Supervisor.stop(sup)).toBe(atom.ok);
      expect(await told(3)).toBe("-:c -:b -:a");
    }));

  it("is found by its name, which nobody else can have", () =>
    inProcess(async () => {
      const options = { strategy: "oneForOne", name: "Chat.Supervisor" } as const;
      const sup = await Supervisor.startLink([], options);
      expect(Process.whereis("Chat.Supervisor")).toBe(sup);
      expect(await Supervisor.countChildren("Chat.Supervisor")).toEqual({
        active: 0,
        specs: 0,
        supervisors: 0,
        workers: 0,
      });
      Process.flag("trapExit", true);
      expect(await attempt(() => Supervisor.startLink([], options))).toEqual(
        tuple(atom.error, tuple(atom.already_started, sup)),
      );
    }));

  it("tells which children it has, the newest first, and how many", () =>
    inProcess(async () => {
      const nested = { id: "Nested", type: "supervisor", start: () => atom.ignore } as const;
      const sup = await Supervisor.startLink([worker(A, { modules: ["Counter"] }), nested], { strategy: "oneForOne" });
      const [first, second] = await Supervisor.whichChildren(sup);
      expect(inspect(first)).toBe("{Nested, undefined, :supervisor, :dynamic}");
      expect(inspect(second)).toMatch(/^\{:a, #PID<0\.\d+\.0>, :worker, \[Counter\]\}$/);
      expect(await Supervisor.countChildren(sup)).toEqual({ active: 1, specs: 2, supervisors: 1, workers: 1 });
    }));

  it("takes what a module's init says", () =>
    inProcess(async () => {
      const Chat = {
        init: (id: unknown) => Supervisor.init([worker(id)], { strategy: "oneForAll" }),
      };
      const witness = self();
      Chat.init = (id) =>
        Supervisor.init([{ id, start: () => spawnLink(() => void send(witness, "begun")) }], { strategy: "oneForAll" });
      const sup = await Supervisor.startLink(Chat, A, { name: "Chat" });
      expect(await receive()).toBe("begun");
      expect(Process.whereis("Chat")).toBe(sup);
      expect(await Supervisor.startLink({ init: () => atom.ignore })).toBe(atom.ignore);
    }));

  it("says what is wrong with what a module's init returns", () =>
    inProcess(async () => {
      Process.flag("trapExit", true);
      expect(inspect(await attempt(() => Supervisor.startLink({ init: () => 5 })))).toBe(
        "{:error, {:bad_return, {Supervisor, :init, 5}}}",
      );
    }));

  it("ends with its parent, and its children with it", () =>
    inProcess(async () => {
      const witness = self();
      const children = [worker(A), worker(B)];
      const parent = spawn(async () => {
        send(witness, await Supervisor.startLink(children, { strategy: "oneForOne" }));
        await receive();
      });
      expect(await told(2)).toBe("+:a +:b");
      const sup = (await receive()) as Pid;
      Process.exit(parent, atom.kill);
      expect(await endOf(sup)).toBe(atom.killed);
      expect(await told(2)).toBe("-:b -:a");
    }));

  it("leaves no child behind when it is killed", () =>
    inProcess(async () => {
      Process.flag("trapExit", true);
      const unlinked = { id: B, start: () => spawn(() => receive()) };
      const sup = await Supervisor.startLink([worker(A), unlinked], { strategy: "oneForOne" });
      const [b, a] = (await Supervisor.whichChildren(sup)).map(([, pid]) => pid as Pid);
      const ends = [endOf(a!)];
      Process.exit(sup, atom.kill);
      expect(await Promise.all(ends)).toEqual([atom.killed]);
      expect(Process.alive(b!)).toBe(false);
    }));

  it("leaves no child behind when it is killed while one of them starts", () =>
    inProcess(async () => {
      Process.flag("trapExit", true);
      const witness = self();
      const init = () => {
        send(witness, self());
        return receive();
      };
      const never = { id: B, start: () => GenServer.startLink({ init }, []) };
      const starting = attempt(() => Supervisor.startLink([worker(A), never], { strategy: "oneForOne" }));
      expect(await told(1)).toBe("+:a");
      const slow = (await receive()) as Pid;
      const sup = Process.info(slow, "links")![0]!;
      Process.exit(sup, atom.kill);
      expect(inspect(await starting)).toBe("{:error, :killed}");
      expect(await told(1)).toBe("-:a");
      expect(Process.alive(slow)).toBe(false);
    }));

  it("stops when its parent ended while it started children", () =>
    inProcess(async () => {
      const witness = self();
      const { opened, open } = gate();
      const start = () => {
        send(witness, self());
        return opened;
      };
      const slow = { id: B, start };
      const children = [worker(A), slow, worker(C)];
      const parent = spawn(() => Supervisor.startLink(children, { strategy: "oneForOne" }));
      await receive((message) => (message instanceof Pid ? message : skip));
      Process.exit(parent, BOOM);
      open();
      expect(await told(4)).toBe("+:a +:c -:c -:a");
    }));
});

describe("a supervisor that gets what it does not understand", () => {
  it("answers with an error or tells the log, and goes on", () =>
    inProcess(async () => {
      const sup = await Supervisor.startLink([worker(A)], { strategy: "oneForOne" });
      expect(inspect(await GenServer.call(sup, tuple(atom("hello"), 1)))).toBe("{:error, {:bad_call, {:hello, 1}}}");
      send(sup, atom("hello"));
      GenServer.cast(sup, atom("hi"));
      expect(await Supervisor.countChildren(sup)).toMatchObject({ active: 1 });
      const log = await printed();
      expect(log).toContain("[error] Supervisor received unexpected message: :hello\n\n");
      expect(log).toContain("[error] Supervisor received unexpected message: :hi\n\n");
    }));

  it("takes no notice of exits that are none of its business", () =>
    inProcess(async () => {
      const sup = await Supervisor.startLink([worker(A)], { strategy: "oneForOne" });
      const stranger = spawn(() => Process.exit(sup, BOOM));
      await endOf(stranger);
      expect(await Supervisor.countChildren(sup)).toMatchObject({ active: 1 });
      expect(await printed()).toBe("");
    }));
});

describe("the start of a supervisor", () => {
  const failing: [what: string, start: () => unknown, text: string][] = [
    ["throws", () => Promise.reject(new TypeError("oops")), "an exception was raised:\n        ** (TypeError) oops"],
    ["exits", () => Promise.reject(new Exit(BOOM)), ":boom"],
    ["returns an error", () => tuple(atom.error, BOOM), ":boom"],
    ["returns anything else", () => 3, "bad return value: 3"],
  ];

  it.each(failing)("fails when a child %s, and stops those before it", (_what, start, text) =>
    inProcess(async () => {
      Process.flag("trapExit", true);
      const children = [worker(A), worker(B), { id: "Broken", start }, worker(C)];
      const failed = await attempt(() => Supervisor.startLink(children, { strategy: "oneForOne" }));
      expect(await told(4)).toBe("+:a +:b -:b -:a");
      expect(await untold()).toBe("nothing");
      const shown = formatExit(failed[1]);
      expect(shown).toContain(`shutdown: failed to start child: Broken\n    ** (EXIT) ${text}`);
    }),
  );

  it("takes the tuples of Erlang and Elixir from a start", () =>
    inProcess(async () => {
      const start = () =>
        tuple(
          atom.ok,
          spawnLink(() => receive()),
        );
      const more = () =>
        tuple(
          atom.ok,
          spawnLink(() => receive()),
          "more",
        );
      const sup = await Supervisor.startLink(
        [
          { id: A, start },
          { id: B, start: more },
        ],
        { strategy: "oneForOne" },
      );
      expect(await Supervisor.countChildren(sup)).toMatchObject({ active: 2 });
    }));

  it("refuses two children of one id", () =>
    inProcess(async () => {
      Process.flag("trapExit", true);
      const children = [worker(tuple(A, 1)), worker(tuple(A, 1))];
      const failed = await attempt(() => Supervisor.startLink(children, { strategy: "oneForOne" }));
      expect(inspect(failed)).toBe("{:error, {:start_spec, {:duplicate_child_name, {:a, 1}}}}");
    }));

  it.each([
    [{}, 'expected the option strategy to be given: "oneForOne", "oneForAll" or "restForOne"'],
    [{ strategy: "one_for_one" }, 'invalid supervisor option strategy: "one_for_one"'],
    [{ strategy: "oneForOne", maxRestarts: -1 }, "invalid supervisor option maxRestarts: -1"],
    [{ strategy: "oneForOne", maxSeconds: 0 }, "invalid supervisor option maxSeconds: 0"],
    [{ strategy: "oneForOne", autoShutdown: true }, "invalid supervisor option autoShutdown: true"],
  ])("refuses the options %j", (options, text) =>
    inProcess(async () => {
      await expect(Supervisor.startLink([], options as never)).rejects.toThrow(text);
    }),
  );
});
