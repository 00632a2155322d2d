import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { TestNode } from "iex-ts/testing";
import { type Beam, createInterop, describeWithBeam, type Interop } from "../interop/support/index.js";

const FIXTURE = fileURLToPath(new URL("fixtures/counter.ts", import.meta.url));

describeWithBeam("supervisors among nodes of Elixir", () => {
  let interop: Interop;
  let elixir: Beam;
  let ts: TestNode;

  beforeAll(async () => {
    interop = await createInterop();
    [elixir, ts] = await Promise.all([interop.elixir("ex"), interop.ts.start("ts")]);
    await ts.check(`c(${JSON.stringify(FIXTURE)})`, "[Counter]");
    await ts.type(
      'const sup = await Supervisor.startLink([[Counter, 5]], { strategy: "oneForOne", name: "Chat.Sup" })',
    );
    await ts.type('const rooms = await DynamicSupervisor.startLink({ name: "Chat.Rooms", maxChildren: 2 })');
    await elixir.run('sup = {Chat.Sup, :"ts@localhost"}; rooms = {Chat.Rooms, :"ts@localhost"}');
  });
  afterAll(() => interop?.end());

  it("tell Elixir of their children", async () => {
    expect(await elixir.run("Supervisor.count_children(sup)")).toBe(
      "%{active: 1, specs: 1, supervisors: 0, workers: 1}",
    );
    expect(await elixir.run("[{Counter, pid, :worker, [Counter]}] = Supervisor.which_children(sup); node(pid)")).toBe(
      ":ts@localhost",
    );
  });

  it("start, stop and forget children for Elixir, with its specifications", async () => {
    expect(await elixir.run(`Supervisor.start_child(sup, %{id: :no, start: {Counter, :refuse, []}})`)).toBe(
      "{:error, {:closed, {:child, :undefined, :no, {Counter, :refuse, []}, :permanent, false, 5000, :worker, [Counter]}}}",
    );
    expect(
      await elixir.run("Supervisor.start_child(sup, %{id: Counter, start: {Counter, :startLink, [1]}}) |> elem(0)"),
    ).toBe(":error");
    expect(await elixir.run("Supervisor.start_child(sup, %{id: 3, start: 5})")).toBe("{:error, {:invalid_mfa, 5}}");
    expect(await elixir.run("Supervisor.terminate_child(sup, Counter)")).toBe(":ok");
    expect(await elixir.run("Supervisor.which_children(sup)")).toBe("[{Counter, :undefined, :worker, [Counter]}]");
    expect(await elixir.run("Supervisor.delete_child(sup, Counter)")).toBe(":ok");
    const again =
      "Supervisor.start_child(sup, %{id: 7, start: {Counter, :startLink, [7]}, shutdown: :brutal_kill, restart: :transient})";
    expect(await elixir.run(`{:ok, _} = ${again}; GenServer.call({Counter, :"ts@localhost"}, :get)`)).toBe("7");
    expect(await elixir.run(":supervisor.get_childspec(sup, 7) |> elem(1) |> Map.take([:restart, :shutdown])")).toBe(
      "%{restart: :transient, shutdown: :brutal_kill}",
    );
  });

  it("start a crashed child again, and Elixir sees the failure as its own", async () => {
    await expect(elixir.run('GenServer.call({Counter, :"ts@localhost"}, :crash)')).rejects.toThrow("counter crash");
    await elixir.until('try do GenServer.call({Counter, :"ts@localhost"}, :get) catch :exit, _ -> :later end', "7");
  });

  it("start children one by one for Elixir", async () => {
    const start = "DynamicSupervisor.start_child(rooms, %{id: 1, start: {Counter, :idle, []}})";
    const outcome = await elixir.run(`{:ok, room} = ${start}; {node(room), ${start} |> elem(0), ${start}}`);
    expect(outcome).toBe("{:ts@localhost, :ok, {:error, :max_children}}");
    expect(await elixir.run("DynamicSupervisor.count_children(rooms).active")).toBe("2");
    expect(await elixir.run("DynamicSupervisor.terminate_child(rooms, room)")).toBe(":ok");
    expect(
      await elixir.run(
        "[{:undefined, other, :worker, [Counter]}] = DynamicSupervisor.which_children(rooms); other != room",
      ),
    ).toBe("true");
  });

  it("outlive the questions of Elixir's tools, and end when Elixir says so", async () => {
    expect(await elixir.run(":sys.get_state(sup) |> inspect()")).toContain("one");
    expect(await elixir.run("send(sup, :hello); GenServer.call(sup, :hello)")).toBe("{:error, {:bad_call, :hello}}");
    await ts.expect(/\[error\] Supervisor received unexpected message: :hello\n\n/);
    expect(await elixir.run("Supervisor.stop(sup)")).toBe(":ok");
    await ts.check('Process.whereis("Counter")', "null");
  });

  it("of Elixir take children from here", async () => {
    await elixir.run("Supervisor.start_link([], strategy: :one_for_one, name: Far.Sup)");
    await elixir.run("DynamicSupervisor.start_link(strategy: :one_for_one, name: Far.Rooms)");
    await ts.type('const far = ["Far.Sup", "ex@localhost"], farRooms = ["Far.Rooms", "ex@localhost"]');
    const spec =
      '{ id: "Counter", start: ["Task", "start_link", ["Process", "sleep", [60000]].map((x) => typeof x === "string" ? atom(x === "Process" ? "Elixir.Process" : x) : x)] }';
    await ts.type(`const spec = ${spec}`);
    await ts.check("(await Supervisor.startChild(far, spec)).node", '"ex@localhost"');
    await ts.check("await Supervisor.countChildren(far)", "{ active: 1, specs: 1, supervisors: 0, workers: 1 }");
    await ts.check("await attempt(() => Supervisor.deleteChild(far, spec.id))", "{:error, :running}");
    await ts.check("await Supervisor.terminateChild(far, spec.id)", ":ok");
    await ts.type("const there = await DynamicSupervisor.startChild(farRooms, spec)");
    await ts.check("await DynamicSupervisor.terminateChild(farRooms, there)", ":ok");
  });
});
