import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { TestNode } from "iex-ts/testing";
import { type Beam, createInterop, describeWithBeam, type Interop } from "./support/index.js";

const FIXTURE = fileURLToPath(new URL("fixtures/remote.ts", import.meta.url));

describeWithBeam("calls between nodes of Elixir and TypeScript", () => {
  let interop: Interop;
  let elixir: Beam;
  let ts: TestNode;

  beforeAll(async () => {
    interop = await createInterop();
    [elixir, ts] = await Promise.all([interop.elixir("ex"), interop.ts.start("ts")]);
    await ts.check(`c(${JSON.stringify(FIXTURE)})`, "[Remote]");
    await elixir.run('ts = :"ts@localhost"');
  });
  afterAll(() => interop?.end());

  /** What an expression of Elixir raises, without its stack. */
  async function raised(code: string): Promise<string> {
    return elixir.run(`try do ${code} rescue e -> Exception.format_banner(:error, e) catch k, v -> {k, v} end`);
  }

  describe("from Elixir, :erpc", () => {
    it("returns the value of a TypeScript function", async () => {
      expect(await elixir.run(":erpc.call(ts, Remote, :add, [1, 2])")).toBe("3");
      expect(await elixir.run(":erpc.call(ts, :erlang, :node, [])")).toBe(":ts@localhost");
    });

    it("raises an error of JavaScript as a RuntimeError that names it, with its stack", async () => {
      expect(await raised(":erpc.call(ts, Remote, :fail, [])")).toContain(
        String.raw`** (ErlangError) Erlang error: {:exception, %RuntimeError{message: \"TypeError: x is not a function\"}, [{:iex_ts, :fail, 0, [file: \"${FIXTURE}\", line: `,
      );
    });

    it("throws what was thrown and exits with what it exited with", async () => {
      expect(await raised(":erpc.call(ts, Remote, :thrown, [])")).toBe("{:throw, :ball}");
      expect(await raised(":erpc.call(ts, Remote, :leave, [])")).toBe("{:exit, {:exception, :bye}}");
    });

    it("tells of a missing function and of a missing module", async () => {
      expect(await raised(":erpc.call(ts, Remote, :nope, [1])")).toContain(
        "{:exception, :undef, [{Remote, :nope, [1], [node: :ts@localhost, loaded: true]}]}",
      );
      expect(await raised(":erpc.call(ts, Nope, :nope, [])")).toContain(
        "{:exception, :undef, [{Nope, :nope, [], [node: :ts@localhost, loaded: false]}]}",
      );
    });

    it("gives up after its timeout", async () => {
      expect(await raised(":erpc.call(ts, Remote, :slow, [], 100)")).toBe(
        '"** (ErlangError) Erlang error: {:erpc, :timeout}"',
      );
    });

    it("learns that a value cannot travel", async () => {
      expect(await raised(":erpc.call(ts, Remote, :unsendable, [])")).toContain("TypeError: Cannot send the value");
    });

    it("learns why a function of Elixir does not run there", async () => {
      expect(await raised(":erpc.call(ts, fn -> 1 end)")).toMatch(
        /%ArgumentError\{message: \\"cannot run #Function<.*> on :ts@localhost, which runs TypeScript\. Name a function that is loaded there: Node\.spawn\(:ts@localhost, Module, :function, arguments\)/,
      );
    });

    it("multicalls, casts, and awaits requests", async () => {
      expect(await elixir.run(":erpc.multicall([ts, node()], :erlang, :node, [])")).toBe(
        "[ok: :ts@localhost, ok: :ex@localhost]",
      );
      expect(await elixir.run(":erpc.receive_response(:erpc.send_request(ts, Remote, :add, [2, 2]))")).toBe("4");
      expect(await elixir.run(':erpc.cast(ts, Remote, :hello, ["by erpc cast"])')).toBe(":ok");
      await elixir.printed(/^by erpc cast$/m);
    });
  });

  describe("from Elixir, :rpc", () => {
    it("calls, prints at the caller, and tells of failures", async () => {
      expect(await elixir.run(':rpc.call(ts, Remote, :hello, ["by rpc call"])')).toBe("11");
      await elixir.printed(/^by rpc call$/m);
      expect(await elixir.run(":rpc.call(ts, Remote, :thrown, [])")).toBe(":ball");
      expect(await elixir.run(":rpc.call(ts, Remote, :leave, [])")).toBe("{:badrpc, {:EXIT, :bye}}");
      expect(await elixir.run("{:badrpc, {:EXIT, {e, _}}} = :rpc.call(ts, Remote, :fail, []); e")).toBe(
        '%RuntimeError{message: "TypeError: x is not a function"}',
      );
      expect(await elixir.run(":rpc.call(ts, Remote, :slow, [], 100)")).toBe("{:badrpc, :timeout}");
    });

    it("multicalls and casts", async () => {
      expect(await elixir.run(":rpc.multicall([ts, node()], :erlang, :node, [])")).toBe(
        "{[:ts@localhost, :ex@localhost], []}",
      );
      expect(await elixir.run(':rpc.cast(ts, Remote, :hello, ["by rpc cast"])')).toBe("true");
      await elixir.printed(/^by rpc cast$/m);
    });

    it("makes block_calls one after the other, and answers for those that fail", async () => {
      expect(await elixir.run(':rpc.block_call(ts, Remote, :hello, ["by block_call"])')).toBe("13");
      expect(await elixir.run("{:badrpc, {:EXIT, {e, _}}} = :rpc.block_call(ts, Remote, :fail, []); e")).toBe(
        '%RuntimeError{message: "TypeError: x is not a function"}',
      );
      expect(await elixir.run(":rpc.block_call(ts, Remote, :thrown, [])")).toBe(":ball");
    });

    it("reaches registered processes: sbcast says where there is none", async () => {
      expect(await elixir.run(":rpc.sbcast([ts], :rex, :ignored)")).toBe("{[:ts@localhost], []}");
      expect(await elixir.run(":rpc.sbcast([ts], :nobody, :hi)")).toBe("{[], [:ts@localhost]}");
      expect(await elixir.run(":rpc.abcast([ts], :nobody, :hi)")).toBe(":abcast");
    });
  });

  describe("from Elixir, the older requests of rex", () => {
    it("are answered, whatever becomes of the call", async () => {
      const call = (fun: string) =>
        elixir.run(`GenServer.call({:rex, ts}, {:call, Remote, ${fun}, Process.group_leader()}, 5000)`);
      expect(await call(":add, [1, 1]")).toBe("2");
      expect(await call(":leave, []")).toBe("{:badrpc, {:EXIT, :bye}}");
      const asked = "send({:rex, ts}, {self(), :features_request}); receive do m -> m after 5000 -> :none end";
      expect(await elixir.run(asked)).toBe("{:features_reply, :ts@localhost, [:erpc]}");
      const old =
        "send({:rex, ts}, {self(), {:call, Remote, :add, [1, 4], :user}}); receive do m -> m after 5000 -> 0 end";
      expect(await elixir.run(old)).toBe("{:rex, 5}");
    });

    it("that are not known are refused rather than left without an answer", async () => {
      expect(await elixir.run("GenServer.call({:rex, ts}, :what)")).toBe("{:error, :enotsup}");
    });
  });

  describe("from TypeScript, Rpc", () => {
    it("returns the value of a function of Elixir, also several at once", async () => {
      await ts.check('Rpc.call("ex@localhost", "Enum", "sum", [[1, 2, 3]])', "6");
      await ts.check(
        'await Promise.all([1, 2, 3].map((n) => Rpc.call("ex@localhost", "erlang", "+", [n, 1])))',
        "[2, 3, 4]",
      );
    });

    it("throws what was raised, in Elixir's words", async () => {
      await ts.check(
        'Rpc.call("ex@localhost", "erlang", "error", [atom.badarith])',
        "** (ArithmeticError) bad argument in arithmetic expression\n    :erlang.error(:badarith)",
      );
      await ts.check('Rpc.call("ex@localhost", "Elixir.Kernel", "exit", [atom.bye])', "** (exit) :bye\n");
      await ts.check(
        'Rpc.call("ex@localhost", "Process", "sleep", [60_000], 50)',
        "** (ErlangError) Erlang error: {:erpc, :timeout}\n",
      );
    });

    it("says that a function of TypeScript cannot run there, and what to do", async () => {
      const [first] = (await ts.type('Rpc.call("ex@localhost", () => 1)')).split("\n");
      expect(first).toBe(
        '** (UndefinedFunctionError) a node of Erlang or Elixir cannot run a function of TypeScript. Name one that it has: Node.spawn(node, "IO", "puts", ["hi"])',
      );
    });

    it("multicalls in :erpc's shapes, and casts", async () => {
      await ts.check(
        'Rpc.multicall(["ex@localhost", "ts@localhost"], "erlang", "node", [])',
        "[ok: :ex@localhost, ok: :ts@localhost]",
      );
      await ts.check('Rpc.multicall(["ex@localhost"], "erlang", "exit", [atom.bye])', "[exit: {:exception, :bye}]");
      await ts.check('Rpc.cast("ex@localhost", "IO", "puts", ["cast"])', "[unordered]\n:ok\ncast\n[/unordered]");
    });
  });
});
