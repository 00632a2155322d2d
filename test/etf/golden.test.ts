import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { decode, encode } from "../../src/etf/index.js";
import {
  atom,
  BitString,
  ExternalFun,
  Float,
  Fun,
  ImproperList,
  internPid,
  internPort,
  internReference,
  tuple,
  tupleFrom,
} from "../../src/term/index.js";
import { TermMap } from "../../src/term/term-map.js";

interface Golden {
  name: string;
  erlang: string;
  bytes: string;
}

const golden = JSON.parse(readFileSync(new URL("golden/terms.json", import.meta.url), "utf8")) as Golden[];
const pid = internPid("a@b", 7, 101, 2);
const perl = { __struct__: atom("Elixir.Regex"), opts: "", source: "\\Aa", re_version: atom("a"), re_pattern: null };
const zoned = {
  __struct__: atom("Elixir.DateTime"),
  calendar: atom("Elixir.Calendar.ISO"),
  day: 3,
  hour: 4,
  microsecond: tuple(0, 0),
  minute: 5,
  month: 2,
  second: 6,
  std_offset: 0,
  time_zone: "Etc/UTC",
  utc_offset: 3600,
  year: 2024,
  zone_abbr: "UTC",
};
const squares = Array.from({ length: 100 }, (_, i) => [i + 1, (i + 1) ** 2] as const);

const expected: Record<string, unknown> = {
  atom: atom("ok"),
  true: true,
  nil: null,
  undefined: undefined,
  "atom of latin1, version 1": atom("é"),
  "atom of latin1, version 2": atom("é"),
  "atom of 255 two-byte letters": atom("и".repeat(255)),
  "empty atom": atom(""),
  zero: 0,
  byte: 255,
  "256": 256,
  "minus one": -1,
  "largest of 32 bits": 2147483647,
  "smallest of 32 bits": -2147483648,
  "beyond 32 bits": 2147483648,
  "largest safe": Number.MAX_SAFE_INTEGER,
  "smallest safe": Number.MIN_SAFE_INTEGER,
  "beyond safe": 9007199254740992n,
  "2 to the 64": 1n << 64n,
  "minus 2 to the 64": -(1n << 64n),
  "large integer": (1n << 2100n) - 1n,
  "large negative integer": -(1n << 2100n),
  float: 1.5,
  "old float": 1.5,
  "integral float": new Float(1),
  "old integral float": new Float(1),
  "negative zero": new Float(-0),
  "huge float": new Float(1e300),
  "tiny float": 5e-324,
  text: "héllo",
  "empty binary": "",
  bytes: Uint8Array.of(255, 254, 0),
  "long text": "abc".repeat(100),
  "bit string": new BitString(Uint8Array.of(0b1010_0000), 3),
  "long bit string": new BitString(Uint8Array.of(1, 2, 0x30), 4),
  "empty list": [],
  charlist: [97, 98, 99],
  list: [1, atom("a"), "b"],
  "list of large": [1000, 2000],
  "improper list": new ImproperList([atom("a"), atom("b")], atom("c")),
  cons: new ImproperList([1], 2),
  "nested list": [[], [[]], [[[]]]],
  "list of 70000": new Array(70000).fill(7),
  "empty tuple": tuple(),
  tuple: tuple(atom("ok"), 1),
  "nested tuple": tuple(tuple(), tuple(atom("a"), tuple(atom("b")))),
  "large tuple": tupleFrom(Array.from({ length: 300 }, (_, i) => i + 1)),
  "empty map": {},
  "map of atoms": { a: 1, nil: 2 },
  "map of other keys": new TermMap<unknown, unknown>([
    [1, atom("a")],
    [new Float(1), atom("b")],
    [tuple(atom("x")), atom("c")],
    ["k", atom("d")],
    [[], atom("e")],
  ]),
  "mixed map": new TermMap<unknown, unknown>([
    [atom("a"), 1],
    ["a", 2],
  ]),
  "big map": new TermMap(squares),
  "compressed text": "abc".repeat(1000),
  "external fun": new ExternalFun(atom("lists"), atom("map"), 2),
  "external fun, version 0": new ExternalFun(atom("lists"), atom("map"), 2),
  exception: new Error("no"),
  "exception without a message": new Error(""),
  "exception that lacks a message": new Error(""),
  set: new Set([1, tuple(atom("a"))]),
  "newer set": new Set([atom("a")]),
  "time of milliseconds": new Date("2024-02-03T04:05:06.123Z"),
  "time of microseconds": new Date("2024-02-03T04:05:06.123Z"),
  "time of seconds": new Date("2024-02-03T04:05:06.000Z"),
  "time of another zone": zoned,
  regex: /a+/i,
  "regex of Perl": perl,
  "unknown struct": { __struct__: atom("Elixir.User"), name: "Ann" },
  pid,
  "old pid": internPid("a@b", 3, 101, 2),
  reference: internReference("a@b", 7, [1, 2, 3]),
  "reference of five words": internReference("a@b", 7, [1, 2, 3, 4, 5]),
  "reference of OTP 22": internReference("a@b", 3, [1, 2, 3]),
  "old reference": internReference("a@b", 3, [9]),
  port: internPort("a@b", 7, 5n),
  "old port": internPort("a@b", 3, 5n),
  "long port": internPort("a@b", 7, 1n << 40n),
  "small latin1 atom": atom("é"),
  closure: new Fun(atom("mod"), 1, new Uint8Array(16).fill(7), 3, 3, 12345, pid, [1, atom("x")]),
};

/** Kinds that Erlang itself writes in another order, or another form than ours, for the same term. */
const OTHER_FORM =
  /old|version [01]|OTP 22|latin1|map of other|big map|mixed map|compressed|70000|exception|set|time|regex|struct/;

const bytesOf = ({ bytes }: Golden) => new Uint8Array(Buffer.from(bytes, "base64"));

describe("terms that Erlang wrote", () => {
  it("are all known by name", () => {
    expect(golden.map(({ name }) => name)).toEqual(Object.keys(expected).sort(byGolden));
  });

  it.each(golden.map((entry) => [entry.name, entry] as const))("decodes %s", (name, entry) => {
    const value = decode(bytesOf(entry));
    expect(value).toEqual(expected[name]);
    expect(Object.getPrototypeOf(Object(value))).toBe(Object.getPrototypeOf(Object(expected[name])));
  });

  it.each(["pid", "reference", "port"])("gives the one %s that is held already", (name) => {
    expect(decode(bytesOf(golden.find((entry) => entry.name === name)!))).toBe(expected[name]);
  });

  it.each(golden.filter(({ name }) => !OTHER_FORM.test(name)).map((entry) => [entry.name, entry] as const))(
    "encodes %s as a node of today does",
    (_name, entry) => {
      expect(encode(decode(modern(entry)))).toEqual(modern(entry));
    },
  );
});

function byGolden(a: string, b: string): number {
  const at = (name: string) => golden.findIndex((entry) => entry.name === name);
  return at(a) - at(b);
}

/** The same bytes with each atom of tag 100 as one of tag 119, as nodes write since OTP 26. */
function modern(entry: Golden): Uint8Array {
  const bytes = Buffer.from(entry.bytes, "base64");
  const out: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    const isOld = bytes[i] === 100 && bytes[i + 1] === 0 && /^[\w]+$/.test(name(bytes, i));
    if (isOld) out.push(119, bytes[i + 2]!);
    else out.push(bytes[i]!);
    if (isOld) i += 2;
  }
  return Uint8Array.from(entry.name === "empty atom" ? [131, 119, 0] : out);
}

function name(bytes: Buffer, at: number): string {
  return bytes.toString("latin1", at + 3, at + 3 + bytes[at + 2]!);
}

describe("an exception that was decoded", () => {
  const exception = (name: string) => decode(bytesOf(golden.find((entry) => entry.name === name)!)) as Error;

  it("has its alias as name, its message, and its other fields as properties", () => {
    expect(exception("exception")).toMatchObject({ name: "RuntimeError", message: "no" });
    expect(exception("exception without a message")).toMatchObject({ name: "KeyError", key: atom("a"), term: {} });
    expect(exception("exception that lacks a message").name).toBe("My.Error");
  });
});

const erl = spawnSync("erl", ["-noshell", "-eval", "halt(0)."], { timeout: 20_000 });
const hasErlang = erl.status === 0;
if (!hasErlang) console.warn("SKIPPED: comparing terms with Erlang's =:= needs `erl` on the PATH");

const COMPARE = `
Term = fun(Text) -> binary_to_term(base64:decode(Text)) end,
Loop = fun(Loop, N) -> case io:get_line("") of
  eof -> ok;
  Line -> [A, B] = string:lexemes(Line, " \\n"),
    case catch (Term(A) =:= Term(B)) of true -> ok; Other -> io:format("~p: ~p~n", [N, Other]) end,
    Loop(Loop, N + 1)
end end, Loop(Loop, 0), io:format("end~n"), halt(0).`;

(hasErlang ? describe : describe.skip)("on a BEAM", () => {
  it("every term is exactly equal after it was decoded and encoded here", () => {
    const lines = golden.map(
      (entry) => `${entry.bytes} ${Buffer.from(encode(decode(bytesOf(entry)))).toString("base64")}\n`,
    );
    const { stdout } = spawnSync("erl", ["-noshell", "-eval", COMPARE], { input: lines.join(""), timeout: 60_000 });
    expect(String(stdout)).toBe("end\n");
  });
});
