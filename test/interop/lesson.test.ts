import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { openScreen, type TestScreen } from "../support/terminal.js";
import { createInterop, describeWithBeam, type Interop } from "./support/index.js";

const FIXTURE = fileURLToPath(new URL("fixtures/remote.ts", import.meta.url));

/** The lesson on distribution of two iex nodes, with a node of TypeScript in the place of one of them. */
describeWithBeam("the lesson between iex and iex-ts", () => {
  let interop: Interop;
  let home: string;

  beforeAll(async () => {
    interop = await createInterop();
    home = mkdtempSync(join(tmpdir(), "iex-ts-lesson-"));
  });
  afterAll(async () => {
    await interop?.end();
    rmSync(home, { recursive: true, force: true });
  });

  /** A real iex in a terminal, at its first prompt. */
  async function openIex(name: string): Promise<{ screen: TestScreen; enter(line: string): Promise<string> }> {
    const args = ["--sname", name, "--cookie", interop.cookie, "--erl", "-start_epmd false"];
    const env = { ERL_EPMD_PORT: String(interop.epmdPort), HOME: home };
    const screen = openScreen("iex", args, { columns: 200, rows: 50, env });
    const prompts = (text: string) => text.match(/^iex\(\S+\)\d+> ?$/gm)?.length ?? 0;
    await screen.waitFor((text) => prompts(text) === 1);
    return {
      screen,
      /** Types a line and gives what is on the screen behind it at the next prompt. */
      async enter(line) {
        const before = screen.screen({ scrollback: true });
        screen.type(`${line}\r`);
        const after = await screen.waitFor((text) => text.length > before.length + line.length && prompts(text) > 0);
        return after.slice(before.length).replace(line, "").trim();
      },
    };
  }

  it("from iex: runs functions of a TypeScript module, prints here, and talks with them", async () => {
    const ts = await interop.ts.start("ts");
    await ts.check(`c(${JSON.stringify(FIXTURE)})`, "[Remote]");
    const { screen, enter } = await openIex("me@localhost");
    expect(await enter("Node.connect(:ts@localhost)")).toMatch(/^true$/m);
    expect(await enter("Node.list(:hidden)")).toMatch(/^\[:ts@localhost\]$/m);
    expect(await enter("rpid = Node.spawn_link(:ts@localhost, Remote, :chat, [])")).toMatch(/^#PID<\d+\.\d+\.0>$/m);
    expect(await enter("node(rpid)")).toMatch(/^:ts@localhost$/m);
    expect(await enter("send(rpid, {:hi, self()})")).toMatch(/^\{:hi, #PID<0\.\d+\.0>\}$/m);
    expect(await enter("receive do m -> m after 5000 -> :none end")).toMatch(/^:sup\?$/m);
    await enter('Node.spawn_link(:ts@localhost, IO, :puts, ["printed at iex"])');
    await screen.waitFor(/^printed at iex$/m);
    expect(await enter("Node.spawn_link(:ts@localhost, &Remote.chat/0)")).toMatch(/^#PID<\d+\.\d+\.0>$/m);
    await ts.expectNothing();
  });

  it("from iex: shows in iex's own words why a process on the TypeScript node has ended", async () => {
    const ts = await interop.ts.start("ts2");
    await ts.check(`c(${JSON.stringify(FIXTURE)})`, "[Remote]");
    const { screen } = await openIex("me2@localhost");
    screen.type("Node.spawn_link(:ts2@localhost, Remote, :fail, [])\r");
    await screen.waitFor(
      /\*\* \(EXIT from #PID<.*>\) shell process exited with reason: an exception was raised:\n {4}\*\* \(RuntimeError\) TypeError: x is not a function\n {8}\S*remote\.ts:\d+: :iex_ts\.fail\/0\n/,
    );
    await screen.waitFor(/\[error\] Process #PID<.*> on node :ts2@localhost raised an exception\n/);
    screen.type("Node.spawn_link(:ts2@localhost, Nope, :chat, [])\r");
    await screen.waitFor(
      /shell process exited with reason: an exception was raised:\n {4}\*\* \(UndefinedFunctionError\) function Nope\.chat\/0 is undefined \(module Nope is not available\)/,
    );
    screen.type('Node.spawn_link(:ts2@localhost, fn -> IO.puts("x") end)\r');
    await screen.waitFor(
      /shell process exited with reason: an exception was raised:\n {4}\*\* \(ArgumentError\) cannot run #Function<.*> on :ts2@localhost, which runs TypeScript\. Name a function that is loaded there/,
    );
  });

  it("from iex: a TypeScript process asks at iex's terminal", async () => {
    const ts = await interop.ts.start("ts3");
    await ts.check(`c(${JSON.stringify(FIXTURE)})`, "[Remote]");
    const { screen } = await openIex("me3@localhost");
    screen.type(":erpc.call(:ts3@localhost, Remote, :greet, [])\r");
    await screen.waitFor(/^name\?$/m);
    screen.type("joe\r");
    await screen.waitFor(/^hello joe$/m);
  });

  it("from iex-ts: runs functions of Elixir, prints here, and talks with processes", async () => {
    const ts = await interop.ts.start("you");
    const elixir = await interop.elixir("ex");
    await elixir.run(`defmodule Chat do
      def chat, do: receive(do: ({:hi, from} -> send(from, :sup?)))
    end`);
    await ts.check('const rpid = await Node.spawnLink("ex@localhost", "Chat", "chat", [])', "#PID<{ex}.{p}.0>");
    await ts.check("node(rpid)", ":ex@localhost");
    await ts.check("send(rpid, tuple(atom.hi, self()))", "{:hi, #PID<0.{me}.0>}");
    await ts.check("await receive(undefined, 5000)", ":sup?");
    await ts.check(
      'Node.spawnLink("ex@localhost", "IO", "puts", ["printed here"])',
      "[unordered]\n#PID<..>\n[and]\nprinted here\n[/unordered]",
    );
    await ts.check('Node.list("hidden")', "[:ex@localhost]");
    expect(elixir.output).toBe("");
  });

  it("from iex-ts: a linked process that fails on the Elixir node ends the shell's evaluator, in Elixir's words", async () => {
    const ts = await interop.ts.start("you2");
    await interop.elixir("ex2");
    await ts.type('await Node.spawnLink("ex2@localhost", "String", "to_integer", ["x"])', {
      until: "shell process exited with reason",
    });
    const shown = await ts.type("");
    expect(shown).toContain(
      'an exception was raised:\n    ** (ArgumentError) argument error\n        :erlang.binary_to_integer("x")\n',
    );
  });
});
