import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { command as tsCommand } from "../../src/testing/command.js";
import type { TestNode } from "../../src/testing/index.js";
import {
  census,
  type Kind,
  openRemote,
  type RemoteTerminal,
  untilAsBefore,
} from "../shell/remote/support/terminals.js";
import { openScreen } from "../support/terminal.js";
import { type Beam, createInterop, describeWithBeam, type Interop } from "./support/index.js";

describeWithBeam("remote shells between iex-ts and Erlang's world", () => {
  let interop: Interop;
  let home: string;
  let ts: TestNode;

  beforeAll(async () => {
    interop = await createInterop();
    home = mkdtempSync(join(tmpdir(), "iex-ts-remsh-"));
    ts = await interop.ts.start("ts");
  });
  afterAll(async () => {
    await interop?.end();
    rmSync(home, { recursive: true, force: true });
  });

  function open(kind: Kind, name: string, at = "ts"): Promise<RemoteTerminal> {
    const env = { ERL_EPMD_PORT: String(interop.epmdPort), HOME: home, NO_COLOR: "1", LANG: "C.UTF-8" };
    return openRemote(kind, `${name}@localhost`, `${at}@localhost`, { cookie: interop.cookie, env, cwd: home });
  }

  describe.each(["iex", "erl"] as const)("a shell of iex-ts in a terminal of %s", (kind) => {
    it("evaluates, in one line and in several, and prints any character", async () => {
      const r = await open(kind, `${kind}1`);
      expect(await r.enter("[node(), node(Process.groupLeader())]")).toBe(`[:ts@localhost, :${kind}1@localhost]`);
      expect(await r.enter("[1,\r2]")).toMatch(/\n\[1, 2\]$/);
      expect(await r.enter("'ä, 你好, 👍'")).toBe('"ä, 你好, 👍"');
      expect(await r.enter("IO.puts('ä, 你好, 👍')")).toBe("ä, 你好, 👍\n:ok");
      expect(await r.enter("nope")).toBe("** (ReferenceError) nope is not defined\n    iex:5: (file)");
      expect(await r.enter("IO.columns()")).toBe("120");
      r.type("IO.puts('stderr', 'on stderr')\r");
      // No terminal orders what goes to it by two ways: it may stand behind the next prompt.
      await r.waitFor(/(?<!')on stderr/);
      r.type("spawn(() => { throw new Error('crash') })\r");
      await r.waitFor(/rror.* [Pp]rocess .* on node :?ts@localhost/s);
      await ts.expectNothing();
    });

    it("completes what is bound in it, and what the library has", async () => {
      const r = await open(kind, `${kind}2`);
      await ts.check("const zebra = 1", "1");
      await r.enter("const zeppelin = { stripes: 3 }");
      r.type("Node.sp\t");
      await r.waitFor(/> Node\.spawn$/);
      r.press("tab");
      await r.waitFor(/^spawn\/1 {11}spawnLink\/1 {7}spawnMonitor\/1\n+iex\(ts@localhost\)2> Node\.spawn$/m);
      r.press("ctrl+u");
      r.type("ze\t");
      await r.waitFor(/> zeppelin$/);
      r.type(".s\t");
      await r.waitFor(/> zeppelin\.stripes$/);
      r.type(" + nothingLikeThis\t!\x7f");
      r.press("ctrl+u");
      expect(await r.enter("zeppelin.stripes")).toBe("3");
      await ts.check("zebra", "1");
    });

    it("lets type on when nobody answers Tab", async () => {
      const frozen = await interop.ts.start(`frozen_${kind}`);
      const r = await open(kind, `${kind}10`, `frozen_${kind}`);
      process.kill(frozen.pid, "SIGSTOP");
      r.type("Node.sp\t");
      r.type("aw");
      await r.waitFor(/> Node\.spaw$/);
      process.kill(frozen.pid, "SIGCONT");
      await frozen.kill();
    });

    it("keeps a half typed line whole while processes here and on other nodes print", async () => {
      const third = await interop.ts.start(`third_${kind}`);
      const r = await open(kind, `${kind}3`);
      const printer = `() => { Process.register(self(), "printer"); return (async () => { for (;;) await IO.puts(await receive((line) => line)) })() }`;
      await r.enter(`spawn(${printer})`);
      await r.enter(`Node.spawn("third_${kind}@localhost", ${printer})`);
      r.type("'ha");
      await r.waitFor(/> 'ha$/);
      await ts.type('send("printer", "tick")');
      await r.waitFor(/^tick\niex\(ts@localhost\)3> 'ha$/m);
      await ts.type(`send(["printer", "third_${kind}@localhost"], "tock")`);
      await r.waitFor(/^tock\niex\(ts@localhost\)3> 'ha$/m);
      r.type("lf'\r");
      await r.waitFor(/^"half"\niex\(ts@localhost\)4>$/m);
      await ts.type('Process.exit(Process.whereis("printer"), atom.kill)');
      await third.kill();
    });

    it("is interrupted by the terminal's job control, and keeps its bindings", async () => {
      const r = await open(kind, `${kind}4`);
      await r.enter("const kept = 41");
      r.type("[1,\r");
      await r.waitFor(/\.\.\.\(ts@localhost\)2>$/);
      await interruptJob(r);
      await r.waitFor(/^\*\* \(EXIT\) interrupted\niex\(ts@localhost\)2>$/m);
      r.type("await Process.sleep(600000)\r");
      await r.waitFor(/600000\)$/);
      await interruptJob(r);
      r.type("\r");
      await r.waitFor(/^\*\* \(Interrupted\) The evaluation was interrupted\n+iex\(ts@localhost\)2>$/m);
      r.type("kept + 1\r");
      await r.waitFor(/^42\niex\(ts@localhost\)3>$/m);
    });

    it("is interrupted when its node hears of the line and of the interruption at once", async () => {
      const slow = await interop.ts.start(`slow_${kind}`);
      const r = await open(kind, `${kind}11`, `slow_${kind}`);
      process.kill(slow.pid, "SIGSTOP");
      r.type("await Process.sleep(600000)\r");
      await r.waitFor(/600000\)$/);
      await interruptJob(r);
      process.kill(slow.pid, "SIGCONT");
      await r.waitFor(/^\*\* \(Interrupted\) The evaluation was interrupted\n+iex\(slow_.*\)1>$/m);
      await slow.kill();
    });

    it("begins anew when its evaluator ends, beside other shells that do not notice", async () => {
      const [r, other] = await Promise.all([open(kind, `${kind}5`), open(kind, `${kind}6`)]);
      await r.enter("const mine = 1");
      await other.enter("const mine = 2");
      r.type("spawnLink(() => exit(atom.die)); await receive()\r");
      await r.waitFor(/shell process exited with reason: :die\n\nInteractive TypeScript .*\niex\(ts@localhost\)2>$/);
      expect(await r.enter("typeof mine")).toBe('"undefined"');
      expect(await other.enter("mine")).toBe("2");
      await r.enter("Code.registerModule('Shared', { hi: () => atom.hi })");
      expect(await other.enter("Rpc.call(node(), 'Shared', 'hi', [])")).toBe(":hi");
    });

    it("leaves nothing behind when it is left by exit()", async () => {
      const before = await census(ts);
      const r = await open(kind, `${kind}7`);
      r.type("exit()\r");
      await r.waitFor("*** Shell process terminated! (^G to start new job) ***");
      await untilAsBefore(ts, before);
    });

    const endings: [how: string, end: (r: RemoteTerminal, name: string) => unknown][] = [
      ["its terminal is closed", (r) => r.kill("SIGHUP")],
      ["the terminal's node is killed", (r) => r.kill("SIGKILL")],
      ["the break menu ends the terminal's node", (r) => breakMenu(r)],
      ["the connection is lost", (_, name) => ts.type(`Node.disconnect("${name}@localhost")`)],
    ];
    it.each(endings)("leaves nothing behind when %s: idle, in the middle of a text, busy", async (how, end) => {
      const before = await census(ts);
      for (const [i, typed] of ["", "[1,\r[2", "await Process.sleep(600000)\r"].entries()) {
        const name = `${kind}8_${endings.findIndex(([one]) => one === how)}_${i}`;
        const r = await open(kind, name);
        await r.enter("const zebra = 1");
        r.type(typed);
        await r.waitFor(typed.split("\r").at(-1) || typed.split("\r")[0]!);
        await end(r, name);
        await untilAsBefore(ts, before);
        r.kill("SIGKILL");
      }
      await ts.expectNothing();
    });

    it("says so when its node is killed", async () => {
      const victim = await interop.ts.start(`victim_${kind}`);
      const r = await open(kind, `${kind}9`, `victim_${kind}`);
      await victim.kill();
      await r.waitFor("*** ERROR: Shell process terminated! (^G to start new job) ***");
    });
  });

  describe("a shell of Elixir in a terminal of iex-ts", () => {
    let elixir: Beam;
    beforeAll(async () => {
      elixir = await interop.elixir("ex");
      await elixir.run("Application.ensure_all_started(:iex)");
    });

    it("evaluates, completes, and shows errors as iex does", async () => {
      const r = await open("iex-ts", "ts1", "ex");
      expect(await r.enter("{node(), node(Process.group_leader())}")).toBe("{:ex@localhost, :ts1@localhost}");
      expect(await r.enter("Enum.map([1,\r2], & &1 + 1)")).toMatch(/\n\[2, 3\]$/);
      expect(await r.enter('IO.puts("ä, 你好, 👍")')).toBe("ä, 你好, 👍\n:ok");
      expect(await r.enter('raise "no"')).toMatch(/^\*\* \(RuntimeError\) no\n/);
      await r.enter("zeppelin = %{stripes: 3}");
      r.type("Enum.map_\t");
      await r.waitFor(/> Enum\.map_$/);
      await completed(r, /^map_every\/3 {10}map_intersperse\/3 [^>]*\n\niex\(ex@localhost\)5> Enum\.map_/m);
      r.press("ctrl+u");
      r.type("zep\t");
      await completed(r, /> zeppelin$/);
      r.type(".st\t");
      await completed(r, /> zeppelin\.stripes$/);
      r.type("\r");
      await r.waitFor(/^3\niex\(ex@localhost\)6>$/m);
    });

    it("is interrupted by Ctrl+C, and left by the break menu", async () => {
      const led = "match?({_, leader} when node(leader) == :ts2@localhost, Process.info(&1, :group_leader))";
      const session = `Enum.count(Process.list(), &${led}) > 0`;
      const r = await open("iex-ts", "ts2", "ex");
      await elixir.until(session, "true");
      r.type("Process.sleep(600_000)\r");
      await r.waitFor(/600_000\)$/);
      r.press("ctrl+c");
      await r.waitFor(/^\*\* \(EXIT\) interrupted\niex\(ex@localhost\)1>$/m);
      r.type("half");
      await r.waitFor(/> half$/);
      r.press("ctrl+c");
      await r.waitFor(/half\^C\niex\(ex@localhost\)1>$/);
      await breakMenu(r);
      expect(await r.exit).toBe(0);
      await elixir.until(session, "false");
    });

    it("says so when its node is killed, and leaves with status 1", async () => {
      const r = await open("iex-ts", "ts3", "ex");
      await elixir.kill();
      await r.waitFor("*** ERROR: Shell process terminated! (no connection) ***");
      expect(await r.exit).toBe(1);
    });
  });

  describe("--rpc-eval", () => {
    it("of Elixir evaluates TypeScript here, and prints there", async () => {
      const text = "IO.puts(`at ${inspect(node())}`)";
      const elixir = await run("elixir", "rpc1", ["--erl", "-start_epmd false", "--rpc-eval", "ts@localhost", text]);
      expect(elixir).toEqual({ status: 0, output: "at :ts@localhost\n" });
      const failed = await run("elixir", "rpc2", ["--erl", "-start_epmd false", "--rpc-eval", "ts@localhost", "nope"]);
      expect(failed.status).toBe(1);
      expect(failed.output).toContain("nope is not defined");
    });

    it("of iex-ts evaluates Elixir there, and prints here", async () => {
      await interop.elixir("ex4");
      const ok = await run("iex-ts", "rpc3", ["--rpc-eval", "ex4@localhost", "IO.puts(inspect(node()))"]);
      expect(ok).toEqual({ status: 0, output: ":ex4@localhost\n" });
      const failed = await run("iex-ts", "rpc4", ["--rpc-eval", "ex4", 'raise "no"']);
      expect(failed.status).toBe(1);
      expect(failed.output).toMatch(/^\*\* \(RuntimeError\) no\n/);
    });
  });

  /** Runs a command to its end. */
  async function run(command: string, name: string, args: string[]): Promise<{ status: number; output: string }> {
    const naming = ["--sname", `${name}@localhost`, "--cookie", interop.cookie];
    const [program, ...first] = command === "iex-ts" ? tsCommand() : [command];
    const env = { ERL_EPMD_PORT: String(interop.epmdPort), HOME: home, NO_COLOR: "1" };
    const screen = openScreen(program!, [...first, ...naming, ...args], { columns: 120, env, cwd: home });
    const status = await screen.exit;
    return { status, output: `${screen.screen()}\n` };
  }

  describe("what nodes of Erlang call here to open a shell", () => {
    it("says what is wrong with it", async () => {
      const elixir = await interop.elixir("caller");
      const call = (code: string): Promise<string> =>
        elixir.run(`try do ${code} rescue e -> Exception.message(e) end |> IO.iodata_to_binary()`);
      expect(await call(":erpc.call(:ts@localhost, IEx, :start, [:nope])")).toContain(
        "Cannot start a shell with the options :nope: give a keyword list",
      );
      expect(await call(":erpc.call(:ts@localhost, IEx, :start, [[], {Nope, :start}])")).toContain(
        "Cannot start a shell with {Nope, :start}: give {module, function, arguments}",
      );
      expect(await call(":erpc.call(:ts@localhost, IEx.Nope, :start, [])")).toContain("undef");
    });

    it("answers what the terminals of later releases ask", async () => {
      const elixir = await interop.elixir("later");
      const ask = (module: string, name: string, args: string): Promise<string> =>
        elixir.run(`:erpc.call(:ts@localhost, ${module}, ${name}, ${args})`);
      expect(await ask(":code", ":ensure_loaded", "[:iex]")).toBe("{:module, :iex}");
      expect(await ask(":code", ":ensure_loaded", "[:shell]")).toBe("{:module, :shell}");
      expect(await ask(":application", ":get_env", "[:stdlib, :shell_slogan, 'hello']")).toBe("'hello'");
      expect(await ask(":edlin_expand", ":expand", "['ps.', []]")).toBe("{:no, [], []}");
    });
  });
});

/** Ctrl+G, `i`, `c`: each only when the terminal is ready for it. */
async function interruptJob(r: RemoteTerminal): Promise<void> {
  const begun = r.screen({ scrollback: true }).length;
  const shows = (end: RegExp) => r.waitFor((seen) => end.test(seen.slice(begun)));
  r.press("ctrl+g");
  await shows(/User switch command\n -->$/);
  r.type("i\r");
  await shows(/--> i\n -->$/);
  r.type("c\r");
}

async function breakMenu(r: RemoteTerminal): Promise<void> {
  r.press("ctrl+c");
  await r.waitFor(/^BREAK: /m);
  r.type("a\r");
}

/** Tab gives up soon where an answer takes its time: a person presses it again. */
async function completed(r: RemoteTerminal, shown: RegExp): Promise<void> {
  for (let left = 10; left > 0; left--) {
    const seen = await r.waitFor(shown, 1000).catch(() => undefined);
    if (seen !== undefined) return;
    r.press("tab");
  }
  await r.waitFor(shown);
}
