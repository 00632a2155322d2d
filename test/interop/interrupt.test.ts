import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { command } from "../../src/testing/command.js";
import { openScreen } from "../support/terminal.js";
import { type Beam, createInterop, describeWithBeam, type Interop } from "./support/index.js";

describeWithBeam("Ctrl+C in a line that uses a node of Elixir", () => {
  let interop: Interop;
  let home: string;
  let ex: Beam;

  beforeAll(async () => {
    interop = await createInterop();
    home = mkdtempSync(join(tmpdir(), "iex-ts-interrupt-"));
    ex = await interop.elixir("ex");
    await ex.run("{:ok, _} = Task.Supervisor.start_link(name: Sup)");
  });
  afterAll(async () => {
    await interop?.end();
    rmSync(home, { recursive: true, force: true });
  });

  it("ends what the line has started there, and what is started there only later", async () => {
    const [program, ...first] = command();
    const env = { ERL_EPMD_PORT: String(interop.epmdPort), HOME: home, NO_COLOR: "1", LANG: "C.UTF-8", COLUMNS: "" };
    const args = [...first, "--sname", "me@localhost", "--cookie", interop.cookie, "--check", "off"];
    const me = openScreen(program, args, { columns: 120, rows: 50, env, cwd: home });
    await me.waitFor("iex(me@localhost)1>");
    const sleeping = '("ex@localhost", "Process", "sleep", [atom.infinity])';
    me.type(`const kept = await Node.spawnLink${sleeping}\r`);
    await me.waitFor("iex(me@localhost)2>");
    const living =
      "length(for p <- Process.list(), {:group_leader, g} <- [Process.info(p, :group_leader)], node(g) != node(), do: p)";
    await ex.until(living, "1");
    const children = "length(Task.Supervisor.children(Sup))";

    const task = 'await Task.Supervisor.async(["Sup", "ex@localhost"], "Process", "sleep", [atom.infinity])';
    const spawns = ["spawn", "spawnLink", "spawnMonitor"].map((spawn) => `await Node.${spawn}${sleeping}`);
    me.type(
      `${[...spawns, `const task = ${task}`, "await IO.puts('begun')", "await Task.await(task, Infinity)"].join("; ")}\r`,
    );
    await me.waitFor(/^begun$/m);
    expect([await ex.run(living), await ex.run(children)]).toEqual(["4", "1"]);
    me.press("ctrl+c");
    await me.waitFor(/^\*\* \(Interrupted\).*\n+iex\(me@localhost\)2>$/m);
    await ex.until(`{${living}, ${children}}`, "{1, 0}");

    await ex.kill("SIGSTOP");
    me.type(
      `const all = [Node.spawnLink${sleeping}, Node.spawnMonitor${sleeping}]; await IO.puts('asked'); await all[0]\r`,
    );
    await me.waitFor(/^asked$/m);
    me.press("ctrl+c");
    await me.waitFor((seen) => seen.split("** (Interrupted)").length === 3 && seen.endsWith("iex(me@localhost)2>"));
    await ex.kill("SIGCONT");
    me.type(
      '[await Rpc.call("ex@localhost", "erlang", "is_process_alive", [kept]), Process.info(self(), "links").length]\r',
    );
    await me.waitFor("[true, 1]\niex(me@localhost)3>");
    await ex.until(living, "1");
    me.type("flush()\r");
    await me.waitFor(/flush\(\)\n:ok\niex\(me@localhost\)4>$/);
    expect(ex.output).not.toContain("error");
  });
});
