import { describe, expect, it } from "@jest/globals";
import { crashEvent, describeEvent, textEvent } from "../../src/io/log-event.js";
import { atom, ExternalFun, type Pid, tuple } from "../../src/term/index.js";
import { remotePid } from "../support/processes.js";

const crashText = (pid: Pid, reason: unknown) => `crash of ${pid.id}: ${String(reason)}`;
const describe_ = (...event: unknown[]) => describeEvent(tuple(atom.log, ...event), crashText);
const text = (...event: unknown[]) => describe_(...event)?.text;
const charlist = (chars: string) => Array.from(chars, (character) => character.codePointAt(0));

const pid = remotePid(42);
const stack = [tuple(atom("Elixir.S"), atom.handle_call, 3, [tuple(atom.file, charlist("s.ex")), tuple(atom.line, 7)])];
const oops = Object.assign(new Error("oops"), { name: "RuntimeError" });
const meta = { gl: remotePid(), pid, time: 1, domain: [atom.otp] };

/** The events are those that Erlang/OTP 25 and Elixir 1.14 send; the texts are what Elixir's Logger prints. */
describe("an event of another node", () => {
  it.each([
    ["a string", ["plain text"], "plain text"],
    ["a list of characters", [["char", 100, "ata"]], "chardata"],
    ["a keyword list", [[tuple(atom.a, 1), tuple(atom.b, "x")]], '[a: 1, b: "x"]'],
    ["a map", [{ report: atom.map }], "[report: :map]"],
    ["a format", ["fmt ~p ~s ~w~n", [{ a: 1 }, "str", atom.at]], "fmt { a: 1 } str :at\n"],
    ["a format with widths", ["~5w|~-4s|~3..0b|~~|~c", [atom.a, "x", 7, 33]], ":a|x   |007|~|!"],
    ["a format with depths", ["~P and ~W", [[1, 2], 9, "x", 2]], '[1, 2] and "x"'],
    ["a format that its arguments do not fit", ["~p ~p", [1]], "~p ~p [1]"],
    [
      "what error_logger is given",
      [{ label: tuple(atom.error_logger, atom.error_msg), format: "old ~p~n", args: [atom.x] }],
      "old :x\n",
    ],
    [
      "a report of error_logger",
      [{ label: tuple(atom.error_logger, atom.info_report), report: [tuple(atom.a, 1)] }],
      "[a: 1]",
    ],
  ])("that is %s", (_what, body, expected) => {
    expect(text(atom.error, ...body, meta)).toBe(expected);
  });

  it("that is a crash, in the emulator's words", () => {
    const format = charlist("Error in process ~p on node ~p with exit value:~n~p~n");
    expect(text(atom.error, format, [pid, atom("b@host"), "why"], meta)).toBe("crash of 42: why");
    expect(describeEvent(crashEvent(pid, "why", undefined), crashText)).toEqual({
      level: "error",
      text: "crash of 42: why",
    });
  });

  it("that is the end of a server", () => {
    const report = {
      label: tuple(atom.gen_server, atom.terminate),
      name: pid,
      last_message: atom.boom,
      log: [],
      reason: tuple(oops, stack),
      state: 1,
      client_info: tuple(remotePid(43), tuple(remotePid(43), [tuple(atom.gen, atom.do_call, 4, [])])),
    };
    expect(
      text(atom.error, report, { ...meta, report_cb: new ExternalFun(atom.gen_server!, atom.format_log!, 2) }),
    ).toBe(
      `GenServer ${pid} terminating
** (RuntimeError) oops
    s.ex:7: S.handle_call/3
Last message (from ${remotePid(43)}): :boom
State: 1
Client ${remotePid(43)} is alive

    :gen.do_call/4`,
    );
    const stopped = {
      ...report,
      reason: atom.bad,
      client_info: undefined,
      last_message: tuple(atom.$gen_cast, atom.stop),
    };
    expect(text(atom.error, stopped, meta)).toBe(
      `GenServer ${pid} terminating\n** (stop) :bad\nLast message: {:"$gen_cast", :stop}\nState: 1`,
    );
    const client = (info: unknown) =>
      text(atom.error, { ...report, client_info: info }, meta)
        ?.split("\n")
        .at(-1);
    expect(client(tuple(pid, atom.dead))).toBe(`Client ${pid} is dead`);
    expect(client(tuple(pid, atom.remote))).toBe(`Client ${pid} is remote on node :${pid.node}`);
  });

  it("that is the end of a task", () => {
    const report = { name: pid, starter: remotePid(43), reason: tuple(oops, stack), function: atom.f, args: [1] };
    expect(text(atom.error, { label: tuple(atom("Elixir.Task.Supervisor"), atom.terminating), report }, meta)).toBe(
      `Task ${pid} started from ${remotePid(43)} terminating
** (RuntimeError) oops
    s.ex:7: S.handle_call/3
Function: :f
    Args: [1]`,
    );
  });

  it("that is a report of sasl is left out, as Elixir does", () => {
    expect(describe_(atom.error, { a: 1 }, { domain: [atom.otp, atom.sasl] })).toBeUndefined();
  });

  it("keeps its level and where it belongs", () => {
    expect(textEvent(atom.notice!, "hello", pid)).toEqual(tuple(atom.log, atom.notice, "hello", { gl: pid }));
    expect(describe_(atom.critical, "x", {})?.level).toBe("critical");
  });

  it.each([[[]], [[1]], [[atom.error]], [[atom.error, "text", [], {}, 5]], [[atom.error, "text", "no list", {}]]])(
    "that is none, %j, is not described",
    (event) => {
      expect(describe_(...event)).toBeUndefined();
    },
  );
});
