import { afterEach, describe, expect, it } from "@jest/globals";
import { startGroupLeader, startLogger, stringDevice } from "../../src/io/index.js";
import { attempt, GenServer, Registry } from "../../src/otp/index.js";
import { Exit, inProcess, Process, receive, self, send, spawn } from "../../src/process/index.js";
import { atom, inspect, type Pid, tuple } from "../../src/term/index.js";
import { endOf, endProcesses, flush, gate, nextTurn } from "../support/processes.js";

afterEach(endProcesses);

/** Runs a body as a process that has started one registry of each kind. */
function withRegistries<T>(body: () => T): Promise<Awaited<T>> {
  return inProcess(async () => {
    await Registry.startLink({ keys: "unique", name: "Rooms" });
    await Registry.startLink({ keys: "duplicate", name: "Topics" });
    return body();
  });
}

/** A process that has registered; it ends as it is told. */
async function registered(registry: string, key: unknown, value?: unknown): Promise<Pid> {
  const done = gate();
  const pid = spawn(async () => {
    Registry.register(registry, key, value);
    done.open();
    throw new Exit(await receive());
  });
  await done.opened;
  return pid;
}

const REFUSED = (pid: Pid): unknown => tuple(atom.error, tuple(atom.already_registered, pid));

describe("a registry with unique keys", () => {
  it("finds the process and the value of a key", () =>
    withRegistries(() => {
      const partition = Registry.register("Rooms", "lobby", 1);
      expect(Process.info(self(), "links")).toContain(partition);
      expect(Registry.lookup("Rooms", "lobby")).toEqual([tuple(self(), 1)]);
      expect(Registry.lookup("Rooms", "cellar")).toEqual([]);
      expect(Registry.keys("Rooms", self())).toEqual(["lobby"]);
      expect(Registry.values("Rooms", "lobby", self())).toEqual([1]);
      expect(Registry.count("Rooms")).toBe(1);
    }));

  it("gives a key to one process, and names it to others", () =>
    withRegistries(async () => {
      const pid = await registered("Rooms", "lobby");
      expect(await attempt(() => Registry.register("Rooms", "lobby"))).toEqual(REFUSED(pid));
      Registry.register("Rooms", "cellar");
      expect(await attempt(() => Registry.register("Rooms", "cellar"))).toEqual(REFUSED(self()));
    }));

  it("compares keys by value", () =>
    withRegistries(() => {
      Registry.register("Rooms", tuple("room", [1]), "found");
      expect(Registry.lookup("Rooms", tuple("room", [1]))).toEqual([tuple(self(), "found")]);
      expect(Registry.lookup("Rooms", ["room", [1]])).toEqual([]);
    }));

  it("keeps null for a value that is not given", () =>
    withRegistries(() => {
      Registry.register("Rooms", "lobby");
      expect(Registry.lookup("Rooms", "lobby")).toEqual([tuple(self(), null)]);
    }));

  it("lets its process change a value", () =>
    withRegistries(async () => {
      Registry.register("Rooms", "lobby", 1);
      expect(Registry.updateValue("Rooms", "lobby", (value) => value + 1)).toEqual(tuple(2, 1));
      expect(Registry.lookup("Rooms", "lobby")).toEqual([tuple(self(), 2)]);
      await registered("Rooms", "cellar", 1);
      expect(Registry.updateValue("Rooms", "cellar", () => 0)).toBe(atom.error);
      expect(Registry.updateValue("Rooms", "none", () => 0)).toBe(atom.error);
    }));

  it("frees a key, for its own process only", () =>
    withRegistries(async () => {
      const pid = await registered("Rooms", "lobby");
      expect(Registry.unregister("Rooms", "lobby")).toBe(atom.ok);
      expect(Registry.lookup("Rooms", "lobby")).toEqual([tuple(pid, null)]);
      const partition = Registry.register("Rooms", "cellar");
      expect(Registry.unregister("Rooms", "cellar")).toBe(atom.ok);
      expect(Registry.lookup("Rooms", "cellar")).toEqual([]);
      expect(Process.info(self(), "links")).not.toContain(partition);
      expect(Process.info(self(), "links")).toContain(Process.whereis("Rooms"));
    }));
});

describe("a registry with duplicate keys", () => {
  it("keeps every entry, also many of one process", () =>
    withRegistries(async () => {
      const pid = await registered("Topics", "rain", 1);
      Registry.register("Topics", "rain", 2);
      Registry.register("Topics", "rain", 3);
      Registry.register("Topics", "sun", 4);
      expect(Registry.lookup("Topics", "rain")).toEqual([tuple(pid, 1), tuple(self(), 2), tuple(self(), 3)]);
      expect(Registry.keys("Topics", self())).toEqual(["rain", "rain", "sun"]);
      expect(Registry.values("Topics", "rain", self())).toEqual([2, 3]);
      expect(Registry.count("Topics")).toBe(4);
      Registry.unregister("Topics", "rain");
      expect(Registry.lookup("Topics", "rain")).toEqual([tuple(pid, 1)]);
    }));

  it("dispatches to all of a key at once, and to nobody without a call", () =>
    withRegistries(async () => {
      const entries: unknown[] = [];
      Registry.register("Topics", "rain", 1);
      const pid = await registered("Topics", "rain", 2);
      expect(await Registry.dispatch("Topics", "rain", (all) => entries.push(all))).toBe(atom.ok);
      expect(await Registry.dispatch("Topics", "sun", (all) => entries.push(all))).toBe(atom.ok);
      expect(entries).toEqual([[tuple(self(), 1), tuple(pid, 2)]]);
    }));

  it("has no values to update and no names", () =>
    withRegistries(() => {
      expect(() => Registry.updateValue("Topics", "rain", () => 1)).toThrow("not supported for duplicate registries");
      expect(() => Registry.whereisName(["Topics", "rain"])).toThrow("not supported for duplicate registries");
    }));
});

describe("the entries of a process", () => {
  it("vanish when it ends, whatever for", () =>
    withRegistries(async () => {
      for (const reason of [atom.normal, atom.boom, atom.kill]) {
        const pid = await registered("Rooms", "lobby");
        const end = endOf(pid);
        Process.exit(pid, reason === atom.normal ? atom.shutdown : reason);
        await end;
        expect(Registry.lookup("Rooms", "lobby")).toEqual([]);
        expect(Registry.whereisName(["Rooms", "lobby"])).toBeNull();
        expect(Registry.count("Rooms")).toBe(0);
      }
      await registered("Rooms", "lobby");
      expect(Registry.count("Rooms")).toBe(1);
    }));

  it("leave nothing of the process behind", () =>
    withRegistries(async () => {
      const pid = await registered("Topics", "rain");
      const end = endOf(pid);
      send(pid, atom.normal);
      await end;
      await nextTurn();
      expect(Registry.keys("Topics", pid)).toEqual([]);
    }));
});

describe("matching", () => {
  const [any, one] = [atom("_"), atom("$1")];

  it("finds, counts and removes by value", () =>
    withRegistries(async () => {
      const pid = await registered("Topics", "rain", tuple("Graz", 1));
      Registry.register("Topics", "rain", tuple("Graz", 2));
      Registry.register("Topics", "rain", tuple("Wien", 3));
      expect(Registry.match("Topics", "rain", tuple("Graz", any))).toEqual([
        tuple(pid, tuple("Graz", 1)),
        tuple(self(), tuple("Graz", 2)),
      ]);
      expect(Registry.match("Topics", "rain", tuple(any, one), [tuple(atom(">"), one, 1)]).length).toBe(2);
      expect(Registry.countMatch("Topics", "rain", tuple("Graz", any))).toBe(2);
      expect(Registry.unregisterMatch("Topics", "rain", tuple("Graz", any))).toBe(atom.ok);
      expect(Registry.values("Topics", "rain", self())).toEqual([tuple("Wien", 3)]);
      expect(Registry.countMatch("Topics", "rain", any)).toBe(2);
    }));

  it("selects from all entries", () =>
    withRegistries(async () => {
      Registry.register("Rooms", "lobby", 1);
      Registry.register("Rooms", "cellar", 2);
      const [key, pid, value] = [one, atom("$2"), atom("$3")];
      expect(Registry.select("Rooms", [[tuple(key, pid, value), [], [tuple(tuple(key, pid))]]])).toEqual([
        tuple("lobby", self()),
        tuple("cellar", self()),
      ]);
      const wanted = [tuple(atom(">"), value, 1)];
      expect(Registry.select("Rooms", [[tuple(key, any, value), wanted, [key]]])).toEqual(["cellar"]);
      expect(Registry.select("Rooms", [[tuple(key, any, value), [], [{ ignored: 1 }, [atom("$$")]]]])).toEqual([
        [["lobby", 1]],
        [["cellar", 2]],
      ]);
      expect(Registry.select("Rooms", [[tuple(key, any, any), [], [tuple(atom("+"), key, 1)]]])).toEqual([
        atom.EXIT,
        atom.EXIT,
      ]);
      expect(Registry.countSelect("Rooms", [[tuple(any, any, value), wanted, [true]]])).toBe(1);
      expect(() => Registry.select("Rooms", [[any, [], [1]]] as never)).toThrow(
        "invalid match specification in Registry.select: [[:_, [], [1]]]",
      );
    }));
});

describe("a name that a registry keeps", () => {
  const counter: GenServer.Behaviour<number, { calls: { get(): number } }> = {
    init: () => 7,
    handleCall: { get: (state) => GenServer.reply(state, state) },
  };

  it("names a server, with a value when one is given", () =>
    withRegistries(async () => {
      const name = ["via", Registry, ["Rooms", "lobby"]] as const;
      const pid = await GenServer.startLink(counter, [], { name });
      expect(await GenServer.call(name, "get")).toBe(7);
      expect(GenServer.whereis(name)).toBe(pid);
      expect(await attempt(() => GenServer.start(counter, [], { name }))).toEqual(
        tuple(atom.error, tuple(atom.already_started, pid)),
      );
      const valued = await GenServer.startLink(counter, [], { name: ["via", Registry, ["Rooms", "cellar", "dark"]] });
      expect(Registry.lookup("Rooms", "cellar")).toEqual([tuple(valued, "dark")]);
      await GenServer.stop(pid);
      expect(GenServer.whereis(name)).toBeNull();
    }));

  it("is taken and given up by the process itself", () =>
    withRegistries(async () => {
      expect(Registry.registerName(["Rooms", "lobby"], self())).toBe(atom("yes"));
      expect(Registry.registerName(["Rooms", "lobby"], self())).toBe(atom("no"));
      expect(Registry.whereisName(["Rooms", "lobby"])).toBe(self());
      expect(Registry.send(["Rooms", "lobby"], "hi")).toBe("hi");
      expect(await receive()).toBe("hi");
      expect(Registry.unregisterName(["Rooms", "lobby"])).toBe(atom.ok);
      expect(() => Registry.send(["Rooms", "lobby"], "hi")).toThrow(
        'could not send to "lobby": no process has that key in Rooms',
      );
      const other = spawn(() => receive());
      expect(() => Registry.registerName(["Rooms", "lobby"], other)).toThrow("a process registers itself only");
      expect(() => Registry.whereisName(["Rooms"] as never)).toThrow("expected [registry, key]");
    }));
});

describe("a registry", () => {
  it("tells its listeners", () =>
    inProcess(async () => {
      Process.register(self(), "Listener");
      await Registry.startLink({ keys: "unique", name: "Rooms", listeners: ["Listener", "Missing"] });
      const name = atom("Elixir.Rooms");
      Registry.register("Rooms", "lobby", 1);
      expect(await flush()).toEqual([tuple(atom.register, name, "lobby", self(), 1)]);
      Registry.unregisterMatch("Rooms", "lobby", 2);
      expect(await flush()).toEqual([]);
      Registry.unregisterMatch("Rooms", "lobby", 1);
      expect(await flush()).toEqual([tuple(atom.unregister, name, "lobby", self())]);
      Registry.unregister("Rooms", "lobby");
      expect(await flush()).toEqual([tuple(atom.unregister, name, "lobby", self())]);
    }));

  it("keeps more with itself", () =>
    inProcess(async () => {
      await Registry.startLink({ keys: "unique", name: "Rooms", meta: { a: 1 } });
      expect(Registry.meta("Rooms", "a")).toEqual(tuple(atom.ok, 1));
      expect(Registry.meta("Rooms", atom("b"))).toBe(atom.error);
      expect(Registry.putMeta("Rooms", "b", 2)).toBe(atom.ok);
      expect(Registry.meta("Rooms", "b")).toEqual(tuple(atom.ok, 2));
      expect(Registry.deleteMeta("Rooms", "b")).toBe(atom.ok);
      expect(Registry.meta("Rooms", "b")).toBe(atom.error);
    }));

  it("takes its processes along when it ends, and is unknown then", () =>
    inProcess(async () => {
      startLogger({ device: startGroupLeader(stringDevice()), isUp: () => false, isLoaded: () => false });
      Process.flag("trapExit", true);
      const registry = await Registry.startLink({ keys: "unique", name: "Rooms" });
      const pid = await registered("Rooms", "lobby");
      const end = endOf(pid);
      Process.exit(registry, atom.kill);
      expect(await end).toBe(atom.killed);
      expect(() => Registry.lookup("Rooms", "lobby")).toThrow(
        expect.objectContaining({ name: "ArgumentError", message: "unknown registry: Rooms" }),
      );
      await Registry.startLink({ keys: "unique", name: "Rooms" });
      expect(Registry.count("Rooms")).toBe(0);
    }));

  it("is unknown by any other name", () => {
    expect(() => Registry.lookup("Nope", 1)).toThrow("unknown registry: Nope");
    expect(() => Registry.lookup(1 as never, 1)).toThrow("unknown registry: 1");
  });

  it("is started once, and can be started by a supervisor", () =>
    withRegistries(async () => {
      expect(await attempt(() => Registry.startLink({ keys: "unique", name: "Rooms" }))).toEqual(
        tuple(atom.error, tuple(atom.already_started, Process.whereis("Rooms"))),
      );
      const spec = Registry.childSpec({ keys: "unique", name: "Others" });
      expect([spec.id, spec.type]).toEqual([atom("Elixir.Others"), "supervisor"]);
      expect(await spec.start()).toBe(Process.whereis("Others"));
    }));

  it.each([
    [{ keys: "foo", name: "X" }, 'expected keys to be given and be one of "unique" or "duplicate", got: "foo"'],
    [{ keys: "unique" }, "expected name option to be present"],
    [{ keys: "unique", name: 1 }, "expected name to be a name, got: 1"],
    [{ keys: "unique", name: "X", partitions: 0 }, "expected partitions to be a positive integer, got: 0"],
    [{ keys: "unique", name: "X", listeners: [1] }, "expected listeners to be a list of named processes, got: [1]"],
    [{ keys: "unique", name: "X", meta: 1 }, "expected meta to be an object, got: 1"],
  ])("refuses %p", async (options, message) => {
    await inProcess(async () => {
      await expect(Registry.startLink(options as never)).rejects.toThrow(
        expect.objectContaining({ name: "ArgumentError", message }),
      );
    });
  });

  it("names itself in the notation of the shell", () =>
    withRegistries(() => {
      expect(inspect(Process.info(Process.whereis("Rooms")!, "registeredName"))).toBe("Rooms");
    }));
});
