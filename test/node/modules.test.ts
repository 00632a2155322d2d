import { describe, expect, it } from "@jest/globals";
import { atom, Fun, inProcess, Node, Process, Rpc, receive, self, spawn, tuple } from "iex-ts";
import { localPid } from "../../src/term/index.js";

/** Calls a function by name as other nodes do. */
function call(module: string, name: string, ...args: unknown[]): Promise<unknown> {
  return inProcess(() => Rpc.call(Node.self(), module, name, args));
}

const charlist = (text: string) => Array.from(text, (character) => character.codePointAt(0));

describe("the modules that every node has by Erlang's names", () => {
  it("tell about the node", async () => {
    expect(await call("erlang", "node")).toBe(Node.self());
    expect(await call("erlang", "is_alive")).toBe(false);
    expect(await call("erlang", "nodes")).toEqual([]);
    expect(await call("erlang", "nodes", atom.this)).toEqual([Node.self()]);
    expect(await call("erlang", "system_info", atom.otp_release)).toEqual(charlist("25"));
    expect(await call("erlang", "system_info", atom.machine)).toEqual(charlist("IEX-TS"));
    expect(await call("net_kernel", "get_net_ticktime")).toBe(atom.ignored);
    expect(await call("init", "get_status")).toEqual(tuple(atom.started, atom.started));
  });

  it("refuse what they have no answer for, by name", async () => {
    await expect(call("erlang", "system_info", atom.nif_version)).rejects.toThrow("no item that this node has");
    await expect(call("erlang", "process_info", localPid(1, 0), atom.heap_size)).resolves.toBeUndefined();
    await expect(call("erlang", "no_such_bif")).rejects.toThrow("erlang.no_such_bif/0 is undefined or private");
  });

  it("tell about processes in Erlang's shapes", async () => {
    const pid = await inProcess(() => {
      const made = spawn(() => receive());
      Process.register(made, "told");
      return made;
    });
    expect(await call("erlang", "whereis", atom.told)).toBe(pid);
    expect(await call("erlang", "whereis", atom.untold)).toBeUndefined();
    expect(await call("erlang", "is_process_alive", pid)).toBe(true);
    expect(await call("erlang", "process_info", pid, atom.registered_name)).toEqual(
      tuple(atom.registered_name, atom.told),
    );
    expect(await call("erlang", "process_info", pid, [atom.message_queue_len, atom.trap_exit])).toEqual([
      tuple(atom.message_queue_len, 0),
      tuple(atom.trap_exit, false),
    ]);
    expect(await call("erlang", "process_info", pid)).toContainEqual(
      tuple(atom.initial_call, tuple(atom.erlang, atom.apply, 2)),
    );
    await expect(call("erlang", "process_info", pid, atom.heap_size)).rejects.toThrow("no item that this node tells");
    expect(await call("erlang", "send", atom.told, 1)).toBe(1);
  });

  it("know which modules are loaded", async () => {
    const io = atom("Elixir.IO");
    expect(await call("code", "ensure_loaded", io)).toEqual(tuple(atom.module, io));
    expect(await call("code", "ensure_loaded", atom("Elixir.Nope"))).toEqual(tuple(atom.error, atom.nofile));
    expect(await call("code", "which", io)).toBe(atom.preloaded);
    expect(await call("code", "which", atom("Elixir.Nope"))).toBe(atom.non_existing);
    expect(await call("erlang", "function_exported", io, atom.puts, 1)).toBe(true);
    expect(await call("erlang", "function_exported", io, atom.nope, 1)).toBe(false);
  });

  it("measure and wait", async () => {
    const [microseconds, value] = (await call("timer", "tc", atom.timer, atom.sleep, [1])) as [number, symbol];
    expect(value).toBe(atom.ok);
    expect(microseconds).toBeGreaterThan(0);
  });

  it("say why a function of Erlang or Elixir does not run here", async () => {
    const fun = new Fun(atom.erl_eval!, 0, new Uint8Array(16), 43, 43, 1, localPid(1, 0), []);
    await expect(call("erlang", "apply", fun, [])).rejects.toThrow(/cannot run #Function<.*> on .*runs TypeScript/);
  });
});

describe("the modules that every node has by Elixir's names", () => {
  it("can be called as Elixir writes it", async () => {
    expect(await call("Node", "alive?")).toBe(false);
    expect(await call("Process", "alive?", await inProcess(() => self()))).toBe(false);
    expect(await call("Process", "group_leader")).toEqual(await call("Process", "groupLeader"));
    expect(await call("Kernel", "apply", atom("Elixir.Node"), atom.self, [])).toBe(Node.self());
  });

  it("have no other names than those", async () => {
    await expect(call("Process", "to_string")).rejects.toThrow("Process.to_string/0 is undefined or private");
  });
});
