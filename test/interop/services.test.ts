import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { TestNode } from "iex-ts/testing";
import { type Beam, createInterop, describeWithBeam, type Interop } from "./support/index.js";

const FIXTURE = fileURLToPath(new URL("fixtures/remote.ts", import.meta.url));

describeWithBeam("a TypeScript node among nodes of Erlang and Elixir", () => {
  let interop: Interop;
  let erl: Beam;
  let elixir: Beam;
  let ts: TestNode;

  beforeAll(async () => {
    interop = await createInterop();
    [erl, elixir, ts] = await Promise.all([interop.erl("er"), interop.elixir("ex"), interop.ts.start("ts")]);
    await ts.check(`c(${JSON.stringify(FIXTURE)})`, "[Remote]");
    await elixir.run('ts = :"ts@localhost"');
  });
  afterAll(() => interop?.end());

  describe("is reached", () => {
    it("by ping and by connect, of either language", async () => {
      expect(await erl.run("net_adm:ping(ts@localhost)")).toBe("pong");
      expect(await erl.run("net_kernel:connect_node(ts@localhost)")).toBe("true");
      expect(await elixir.run("{Node.ping(ts), Node.connect(ts), Node.list(:hidden)}")).toBe(
        "{:pong, true, [:ts@localhost]}",
      );
      await ts.check('[await Node.ping("er@localhost"), await Node.connect("ex@localhost")]', "[:pong, true]");
    });

    it("and asked for its tick time", async () => {
      expect(await erl.run("rpc:call(ts@localhost, net_kernel, get_net_ticktime, [])")).toBe("60");
    });
  });

  describe("by the names of its functions", () => {
    it.each([
      ["rpc:call(ts@localhost, erlang, node, [])", "ts@localhost"],
      ["rpc:call(ts@localhost, erlang, is_alive, [])", "true"],
      ["lists:sort(rpc:call(ts@localhost, erlang, nodes, [hidden]))", "[er@localhost,ex@localhost]"],
      ["rpc:call(ts@localhost, erlang, system_info, [otp_release])", '"25"'],
      ["rpc:call(ts@localhost, code, ensure_loaded, ['Elixir.Remote'])", "{module,'Elixir.Remote'}"],
      ["rpc:call(ts@localhost, code, ensure_loaded, ['Elixir.Nope'])", "{error,nofile}"],
      ["rpc:call(ts@localhost, erlang, function_exported, ['Elixir.Remote', chat, 0])", "true"],
      ["is_pid(rpc:call(ts@localhost, erlang, whereis, [net_kernel]))", "true"],
      ["rpc:call(ts@localhost, erlang, whereis, [nobody])", "undefined"],
      ["lists:all(fun erlang:is_pid/1, rpc:call(ts@localhost, erlang, processes, []))", "true"],
      ["rpc:call(ts@localhost, timer, sleep, [1])", "ok"],
      ["rpc:call(ts@localhost, init, get_status, [])", "{started,started}"],
      ["rpc:call(ts@localhost, 'Elixir.Node', 'alive?', [])", "true"],
      ["rpc:call(ts@localhost, 'Elixir.Remote', add, [1, 2])", "3"],
    ])("%s is %s", async (code, value) => {
      expect(await erl.run(code)).toBe(value);
    });

    it("of its processes in Erlang's shapes", async () => {
      const code =
        "P = rpc:call(ts@localhost, erlang, whereis, [rex]), rpc:call(ts@localhost, erlang, process_info, [P, [registered_name, status]])";
      expect(await erl.run(code)).toBe("[{registered_name,rex},{status,waiting}]");
    });
  });

  describe("leaves `global` of the others alone", () => {
    it("locks can be set on it, by one requester at a time", async () => {
      expect(await erl.run("global:set_lock({r, a}, [node(), ts@localhost])")).toBe("true");
      expect(await elixir.run("Node.connect(ts); :global.set_lock({:r, :b}, [ts], 0)")).toBe("false");
      expect(await erl.run("global:del_lock({r, a}, [node(), ts@localhost])")).toBe("true");
      expect(await elixir.run(":global.trans({:r, :b}, fn -> :inside end, [node(), ts], 0)")).toBe(":inside");
    });

    it("names are registered and found, and sync ends", async () => {
      expect(await erl.run("net_kernel:connect_node(ex@localhost), global:sync()")).toBe("ok");
      expect(await erl.run("global:register_name(boss, self())")).toBe("yes");
      expect(await elixir.run("is_pid(:global.whereis_name(:boss))")).toBe("true");
      expect(await elixir.run(":global.sync()")).toBe(":ok");
    });
  });

  describe("tells the others of crashes, where the group leader is", () => {
    it("in Elixir's words", async () => {
      const pid = await elixir.run("inspect(Node.spawn(ts, Remote, :fail, []))");
      const printed = await elixir.printed(
        /\[error\] Process (#PID<.*>) on node :ts@localhost raised an exception\n(.*)\n(.*)\n/,
      );
      expect(JSON.parse(pid)).toBe(printed[1]);
      expect(printed[2]).toBe("** (RuntimeError) TypeError: x is not a function");
      expect(printed[3]).toMatch(/remote\.ts:\d+: :iex_ts\.fail\/0$/);
    });

    it("in Erlang's words", async () => {
      await erl.run("spawn(ts@localhost, 'Elixir.Remote', fail, [])");
      await erl.printed(
        /Error in process <.*> on node ts@localhost with exit value:\n.*'Elixir.RuntimeError'.*remote\.ts/s,
      );
    });

    it("saying that a function of Elixir cannot run there", async () => {
      await elixir.run("Node.spawn(ts, fn -> 1 end)");
      await elixir.printed(/\*\* \(ArgumentError\) cannot run #Function<.*> on :ts@localhost, which runs TypeScript/);
    });
  });

  describe("prints what the loggers of the others say of its processes", () => {
    it.each([
      ['"logger", "error", ["~p and ~s~n", [tuple(atom.a, 1), "text"]]', "[error] {:a, 1} and text\n"],
      ['"logger", "warning", ["just text"]', "[warning] just text"],
      ['"logger", "error", [{ a: 1, b: "x" }]', '[error] [a: 1, b: "x"]'],
      ['"error_logger", "error_msg", ["old ~w", [[1, 2]]]', "[error] old [1, 2]"],
    ])("%s", async (call, text) => {
      await ts.check(`Rpc.call("ex@localhost", ${call})`, `[unordered]\n:ok\n[and]\n\n[TIME] ${text}\n[/unordered]`);
    });

    it("the end of a GenServer that a process of it started", async () => {
      const code =
        'defmodule S do\\n use GenServer\\n def init(x), do: {:ok, x}\\n def handle_call(:boom, _, _), do: raise \\"oops\\"\\nend\\n' +
        "{:ok, p} = GenServer.start(S, 1)\\nspawn(fn -> GenServer.call(p, :boom) end)\\n:ok";
      const call = `Rpc.call("ex@localhost", "Code", "eval_string", ["${code}"])`;
      const shown = (await ts.type(call, { until: "is alive" })) + (await ts.type(""));
      expect(shown).toMatch(
        /GenServer #PID<.*> terminating\n\*\* \(RuntimeError\) oops\n.*\nLast message \(from #PID<.*>\): :boom\nState: 1\nClient #PID<.*> is alive\n/s,
      );
    });
  });

  describe("leads the processes of others as their group leader", () => {
    it.each([
      ['"io", "format", ["~p ~s ~5w|~n", [tuple(atom.a, 1), "str", 42]]', "{a,1} str    42|"],
      ['"IO", "puts", ["text"]', "text"],
      ['"io", "put_chars", [[104, 105, 10]]', "hi"],
    ])("prints %s", async (call, text) => {
      await ts.check(`Rpc.call("ex@localhost", ${call})`, `${text}\n:ok`);
    });

    it.each([
      ['"IO", "gets", ["name? "]', "name? ", "joe", '"joe\\n"'],
      ['"io", "get_line", ["line? "]', "line? ", "two words", '"two words\\n"'],
      ['"io", "fread", ["n? ", "~d ~s"]', "n? ", "12 apples", "{:ok, [12, [97, 112, 112, 108, 101, 115]]}"],
    ])("reads %s", async (call, prompt, line, value) => {
      await ts.type(`Rpc.call("ex@localhost", ${call})`, { until: prompt });
      expect(await ts.answer(line)).toBe(value);
    });

    it("answers about itself", async () => {
      await ts.check('Rpc.call("ex@localhost", "io", "getopts", [])', "[binary: true, encoding: :unicode]");
      await ts.check('Rpc.call("ex@localhost", "io", "setopts", [[tuple(atom.encoding, atom.unicode)]])', ":ok");
      await ts.check('Rpc.call("ex@localhost", "io", "columns", [])', "{:error, :enotsup}");
      await ts.check('Rpc.call("ex@localhost", "io", "read", ["? "])', "{:error, :request}");
    });
  });

  describe("uses their processes", () => {
    it("spawns, monitors and sends by name", async () => {
      await elixir.run(
        'Process.register(spawn(fn -> receive do {:hi, from} -> send(from, :"sup?") end end), :greeter)',
      );
      await ts.check('const ref = Process.monitor(["greeter", "ex@localhost"])', "#Reference<..>");
      await ts.check('send(["greeter", "ex@localhost"], tuple(atom.hi, self()))', "{:hi, #PID<..>}");
      await ts.check('await receive((m) => (m === atom["sup?"] ? m : skip), 5000)', ":sup?");
      await ts.check(
        "(await receive((m) => (m[1] === ref ? m : skip), 5000)).slice(2)",
        "[:process, {:greeter, :ex@localhost}, :normal]",
      );
    });

    it("learns that they have ended", async () => {
      await ts.check(
        'const [, gone] = await Node.spawnMonitor("ex@localhost", "Enum", "sum", [[1, 2]])',
        "{#PID<..>, #Reference<..>}",
      );
      await ts.check("await receive((m) => (m[1] === gone ? m[4] : skip), 5000)", ":normal");
    });

    it("prints the crash of a module that they have not got, in Elixir's words", async () => {
      await ts.check(
        'Node.spawn("ex@localhost", "Nope", "missing", [1])',
        "[unordered]\n#PID<{p}>\n[and]\n\n[TIME] [error] Process #PID<{p}> on node :ex@localhost raised an exception\n** (UndefinedFunctionError) function Nope.missing/1 is undefined (module Nope is not available)\n    Nope.missing(1)\n[/unordered]",
      );
    });
  });

  it.each([
    ["init, stop, []", "ok"],
    ["erlang, halt, [3]", "{badrpc,nodedown}"],
  ])("ends when it is told to by %s", async (call, answer) => {
    const other = await interop.ts.start("other");
    expect(await erl.run(`rpc:call(other@localhost, ${call})`)).toBe(answer);
    const { code, signal } = await other.exit;
    expect([code, signal]).toContain(answer === "ok" ? "SIGTERM" : 3);
  });

  it("sees that one of them is gone", async () => {
    await ts.check('Node.monitor("er@localhost", true)', "true");
    await erl.kill();
    await ts.check("await receive(undefined, 10_000)", "{:nodedown, :er@localhost}");
  });
});
