import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { TestNode } from "iex-ts/testing";
import { type Beam, createInterop, describeWithBeam, type Interop } from "../interop/support/index.js";

describeWithBeam("tasks and agents between iex-ts and Elixir", () => {
  let interop: Interop;
  let ex: Beam;
  let ts: TestNode;

  beforeAll(async () => {
    interop = await createInterop();
    [ex, ts] = await Promise.all([
      interop.elixir("ex"),
      interop.ts.start("ts", { cwd: fileURLToPath(new URL("../fixtures/otp", import.meta.url)) }),
    ]);
    await ex.run(`
      defmodule Lab do
        def crash, do: raise "boom"
        def callers, do: {Process.get(:"$callers"), hd(Process.get(:"$ancestors"))}
        def add(a, b), do: a + b
      end
    `);
    await ex.run("{:ok, sup} = Task.Supervisor.start_link(name: Chat.Tasks)");
    await ex.run("{:ok, agent} = Agent.start_link(fn -> 5 end, name: Chat.Count)");
    await ex.run('Node.connect(:"ts@localhost")');
    await ts.type('c("task_lab.ts")');
    await ts.type('Task.Supervisor.startLink({ name: "Chat.Tasks" })');
    await ts.type('Agent.start(() => 5, { name: "Chat.Count" })');
    await ts.type('const sup = ["Chat.Tasks", "ex@localhost"]');
  });
  afterAll(() => interop.end());

  it("awaits tasks of Elixir's supervisor", async () => {
    await ts.check('Task.await(Task.Supervisor.async(sup, "Lab", "add", [1, 2]))', "3");
    await ts.check('Task.await(Task.Supervisor.async(sup, "Lab", "callers", []))', "{[#PID<0.{me}.0>], Chat.Tasks}");
    await ts.check(
      'const t = await Task.Supervisor.async(sup, "Process", "sleep", [60000]); await Task.shutdown(t)',
      "null",
    );
    await ts.check("Task.Supervisor.children(sup)", "[]");
  });

  it("tells of crashes there", async () => {
    await ts.check(
      'const [tag, [error]] = await Task.yield(Task.Supervisor.asyncNolink(sup, "Lab", "crash", [])); [tag, error.message]',
      '[:exit, "boom"]',
    );
    await ex.printed(/Task #PID<0\.\d+\.0> started from #PID<\d+\.\d+\.0> terminating\s+\*\* \(RuntimeError\) boom/);
  });

  it("lets Elixir await our tasks", async () => {
    await ex.run('sup = {Chat.Tasks, :"ts@localhost"}');
    expect(await ex.run("Task.Supervisor.async(sup, Node, :self, []) |> Task.await()")).toBe(":ts@localhost");
    expect(await ex.run("Task.Supervisor.async_nolink(sup, Lab, :leave, [:gone]) |> Task.yield()")).toBe(
      "{:exit, :gone}",
    );
    expect(await ex.run("Task.Supervisor.async_nolink(sup, Lab, :nope, []) |> Task.yield()")).toBe(
      "{:exit, {:undef, [{Lab, :nope, [], [node: :ts@localhost, loaded: true]}]}}",
    );
    expect(await ex.run("Task.Supervisor.async(sup, Lab, :slow, [60000]) |> Task.shutdown()")).toBe("nil");
    expect(await ex.run("Task.Supervisor.async_stream(sup, [1], Process, :sleep, []) |> Enum.to_list()")).toBe(
      "[ok: :ok]",
    );
    await ts.expect(
      "\n[TIME] [error] Task #PID<..> started from #PID<..> terminating\n** (stop) :gone\nFunction: &Lab.leave/1\n    Args: [:gone]\n\n[..]\n** (UndefinedFunctionError) function Lab.nope/0 is undefined or private\n    Lab.nope()\nFunction: &Lab.nope/0\n    Args: []",
    );
  });

  it("is a dynamic supervisor to Elixir", async () => {
    await ex.run("{:ok, pid} = Task.Supervisor.start_child(sup, Process, :sleep, [60000], restart: :transient)");
    expect(await ex.run("Task.Supervisor.children(sup) == [pid]")).toBe("true");
    expect(
      await ex.run("DynamicSupervisor.which_children(sup) == [{:undefined, pid, :worker, [Task.Supervised]}]"),
    ).toBe("true");
    expect(await ex.run("DynamicSupervisor.count_children(sup)")).toBe(
      "%{active: 1, specs: 1, supervisors: 0, workers: 1}",
    );
    expect(await ex.run("Task.Supervisor.terminate_child(sup, pid)")).toBe(":ok");
    expect(await ex.run("Task.Supervisor.terminate_child(sup, pid)")).toBe("{:error, :not_found}");
  });

  it("asks agents of either side", async () => {
    await ts.check('const count = ["Chat.Count", "ex@localhost"]; Agent.update(count, "Lab", "add", [1])', ":ok");
    await ts.check('Agent.get(count, "Lab", "add", [10])', "16");
    expect(await ex.run('Agent.get({Chat.Count, :"ts@localhost"}, Lab, :add, [1])')).toBe("6");
    expect(await ex.run('Agent.update({Chat.Count, :"ts@localhost"}, Lab, :add, [1])')).toBe(":ok");
    expect(await ex.run('Agent.get({Chat.Count, :"ts@localhost"}, Lab, :add, [0])')).toBe("6");
  });
});
