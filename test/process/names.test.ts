import { afterEach, describe, expect, it } from "@jest/globals";
import { inProcess, Process, receive, self, spawn } from "../../src/process/index.js";
import { atom, type Pid } from "../../src/term/index.js";
import { endProcesses, nextTurn, remotePid } from "../support/processes.js";

afterEach(endProcesses);

const idle = (): Pid => spawn(() => receive());

describe("names", () => {
  it("lead to the process that has them", () => {
    const pid = idle();
    expect(Process.register(pid, "clerk")).toBe(true);
    expect(Process.whereis("clerk")).toBe(pid);
    expect(Process.whereis(atom("clerk"))).toBe(pid);
    expect(Process.registered()).toContain(atom("clerk"));
    expect(Process.info(pid, "registeredName")).toBe(atom("clerk"));
  });

  it("follow Elixir's rule for aliases", () => {
    const pid = idle();
    Process.register(pid, "My.Server");
    expect(Process.whereis(atom("Elixir.My.Server"))).toBe(pid);
  });

  it("are free again when the process ends or gives them up", async () => {
    await inProcess(() => {
      const [one, two] = [idle(), idle()];
      Process.register(one, "post");
      Process.exit(one, "over");
      expect(Process.whereis("post")).toBeNull();
      Process.register(two, "post");
      expect(Process.unregister("post")).toBe(true);
      expect(Process.whereis("post")).toBeNull();
      expect(Process.registered()).not.toContain(atom("post"));
      Process.register(two, "other post");
    });
  });

  it("are one to a process and one process to a name", () => {
    const [one, two] = [idle(), idle()];
    Process.register(one, "single");
    for (const attempt of [() => Process.register(two, "single"), () => Process.register(one, "double")])
      expect(attempt).toThrow(
        expect.objectContaining({
          name: "ArgumentError",
          message: expect.stringMatching(/^could not register #PID<0\.\d+\.0> with name :(single|double) because/),
        }),
      );
  });

  it("are not for processes that have ended, nor for those of other nodes", async () => {
    const dead = await inProcess(() => self());
    await nextTurn();
    expect(() => Process.register(dead, "late")).toThrow("because it is not alive");
    expect(() => Process.register(remotePid(), "far")).toThrow("because it belongs to another node");
  });

  it("are strings and atoms, other than those that stand for a value elsewhere", () => {
    const one = idle();
    for (const name of [null, undefined, 12, "undefined", "nil", atom("true"), "false"])
      expect(() => Process.register(one, name as string)).toThrow("because it is not a name");
    expect(() => Process.register(12 as unknown as typeof one, "number")).toThrow(
      "could not register 12 with name :number because it is not a pid",
    );
    expect(Process.register(one, "Number.One")).toBe(true);
    expect(() => Process.register(one, "two")).toThrow("it has already been given the name Number.One");
  });

  it("cannot be given up when nobody has them", () => {
    expect(() => Process.unregister("nobody")).toThrow(
      expect.objectContaining({
        name: "ArgumentError",
        message: "could not unregister :nobody because no process has that name",
      }),
    );
  });
});
