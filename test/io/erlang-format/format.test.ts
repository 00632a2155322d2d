import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { decode } from "../../../src/etf/index.js";
import { FormatError, format, ioLib } from "../../../src/io/erlang-format/index.js";
import {
  atom,
  ExternalFun,
  Fun,
  float,
  ImproperList,
  internPid,
  internPort,
  internReference,
  localPid,
  TermMap,
  tuple,
} from "../../../src/term/index.js";

interface Case {
  text: string;
  args: unknown[];
  expected: string | null;
}

const cases = readFileSync(new URL("golden/cases.jsonl", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line): Case => {
    const [text, args, expected] = JSON.parse(line) as [string, string, string | null];
    return { text, args: decode(Buffer.from(args, "base64")) as unknown[], expected };
  });

/** As Erlang's source has it: a list of characters. */
function characters(text: string): number[] {
  return [...text].map((character) => character.codePointAt(0)!);
}

function attempt({ text, args }: Case): string | null {
  try {
    return format(characters(text), args);
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

/** The letter of the first directive. */
function control(text: string): string {
  return /~[-.*\d]*[tlk]*([a-zA-Z~#+])/.exec(text)?.[1] ?? "none";
}

describe("io_lib:format of Erlang/OTP 25", () => {
  it.each([..."cfegswpWPBX#bx+ni~", "none"])("is met to the character by %s", (letter) => {
    const own = cases.filter(({ text }) => control(text) === letter);
    expect(own.length).toBeGreaterThan(0);
    const differing = own.filter((one) => attempt(one) !== one.expected);
    expect(differing.map((one) => ({ ...one, received: attempt(one) }))).toEqual([]);
  });
});

describe("format", () => {
  it("takes a string, an atom or a list of characters", () => {
    expect(format("~p and ~p~n", [atom.ok, "text"])).toBe('ok and <<"text">>\n');
    expect(format(atom("~w"), [1])).toBe("1");
    expect(format(characters("日本 ~w"), [1])).toBe("日本 1");
  });

  it("shows processes, references, ports and functions as Erlang does", () => {
    const pid = internPid("far@away", 7, 101, 2);
    const { index } = pid.origin;
    expect(format("~p ~w", [pid, localPid(5, 0)])).toBe(`<${index}.101.2> <0.5.0>`);
    expect(format("~p", [internReference("far@away", 7, [3, 2, 1])])).toBe(`#Ref<${index}.1.2.3>`);
    expect(format("~p", [internPort("far@away", 7, 9n)])).toBe(`#Port<${index}.9>`);
    expect(format("~p", [new ExternalFun(atom("Elixir.IO"), atom("puts"), 1)])).toBe("fun 'Elixir.IO':puts/1");
    const fun = new Fun(atom("erl_eval"), 1, new Uint8Array(16), 5, 42, 3316493, pid, []);
    expect(format("~p", [fun])).toBe("#Fun<erl_eval.42.3316493>");
    expect(format("~p", [function hello() {}])).toBe("#Fun<iex_ts.hello>");
  });

  it("shows what Erlang has no notation for as inspect does", () => {
    expect(format("~p", [[new Date(0), /a/]])).toBe("[1970-01-01T00:00:00.000Z,/a/]");
    expect(format("~w ~w", [Number.NaN, Symbol("own")])).toBe("NaN Symbol(own)");
  });

  it("shows maps in their own order, and by their keys with the modifier k", () => {
    expect(format("~p", [{ b: 1, a: 2 }])).toBe("#{b => 1,a => 2}");
    expect(format("~kp", [{ b: 1, a: 2 }])).toBe("#{a => 2,b => 1}");
    const keys = ["s", [], tuple(1), null, atom.b, 2, float(1), tuple(), { a: 1 }, [1], new ImproperList([1], 2), "r"];
    const map = new TermMap(keys.map((key) => [key, 0]));
    expect(format("~0kp", [map])).toBe(
      '#{1.0 => 0,2 => 0,b => 0,nil => 0,{} => 0,{1} => 0,#{a => 1} => 0,[] => 0,[1] => 0,[1|2] => 0,<<"r">> => 0,<<"s">> => 0}',
    );
  });

  it.each([
    ["~d", [1], 'Cannot format "~d" with [1]: there is no directive ~d'],
    ["~p", [], 'Cannot format "~p" with []: there are too few arguments'],
    ["~p", [1, 2], "there are too many arguments"],
    ["~b", [1.5], "an integer is needed for ~b"],
    ["~f", [1], "a float is needed for ~e, ~f and ~g"],
    ["~s", [1], "an atom, a binary or a list of characters is needed for ~s"],
    ["~s", [[8364]], "~ts is needed for characters beyond Latin-1, not ~s"],
    ["~*b", [atom.a, 1], "an integer is needed for each *"],
    ["~tc", [-1], "Invalid code point -1"],
  ])("refuses %s with %j and says why", (text, args, message) => {
    expect(() => format(text, args)).toThrow(FormatError);
    expect(() => format(text, args)).toThrow(message);
  });

  it("refuses a term that is nested too deeply, or contains itself", () => {
    let deep: unknown = [];
    for (let i = 0; i < 200_000; i++) deep = [deep];
    const own: unknown[] = [1];
    own.push(own);
    for (const term of [deep, own]) expect(() => format("~p", [term])).toThrow("a term is nested too deeply");
  });

  it("is a badarg to whoever asked from another node", () => {
    const refused = () => format("~p", []);
    expect(refused).toThrow(expect.objectContaining({ exitReason: tuple(atom("badarg"), []) }));
  });

  it("answers any format with a text or a FormatError", () => {
    const piece = fc.constantFrom(..."~~~~-.*0123456789tlkcfegswpWPBX#bx+ni a".split(""));
    const format_ = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("").replace(/\d{3,}/g, "9"));
    const arg = fc.oneof(fc.integer({ min: -50, max: 50 }), fc.double(), fc.string(), fc.constantFrom([], atom.a, {}));
    fc.assert(
      fc.property(format_, fc.array(arg, { maxLength: 4 }), (text, args) => {
        expect(typeof (attempt({ text, args, expected: null }) ?? "")).toBe("string");
      }),
      { numRuns: 2000 },
    );
  });
});

describe("the module io_lib", () => {
  it("formats, and writes terms on one line or several", () => {
    expect(ioLib.format("~p", [1])).toBe("1");
    expect(ioLib.fwrite("~p", [1])).toBe("1");
    expect(ioLib.write([1, [2]])).toBe("[1,[2]]");
    expect(ioLib.write([1, [2]], 2)).toBe("[1|...]");
    expect(ioLib.print(tuple(atom.ok, "text"))).toBe('{ok,<<"text">>}');
    expect(ioLib.print([10, 20, 30], 1, 8)).toBe("[10,\n 20,\n 30]");
    expect(ioLib.write_atom(atom("A b"))).toBe("'A b'");
    expect(ioLib.write_string('say "é"')).toBe('"say \\"é\\""');
    expect(ioLib.nl()).toBe("\n");
  });
});
