import { runInNewContext } from "node:vm";
import { describe, expect, it } from "@jest/globals";
import { nameFunction } from "../../src/term/function-name.js";
import {
  atom,
  BitString,
  ExternalFun,
  Fun,
  float,
  ImproperList,
  internPid,
  internReference,
  localPid,
  nameToAtom,
  tuple,
} from "../../src/term/index.js";
import { inspect } from "../../src/term/inspect.js";

/** What Node.js itself throws, whose classes have no name of their own. */
function failure(body: () => unknown): unknown {
  try {
    return body();
  } catch (error) {
    return error;
  }
}

const ERR_INVALID_ARG_TYPE = `[TypeError: The "size" argument must be of type number. Received type string ('x')] {
  code: "ERR_INVALID_ARG_TYPE"
}`;

class Counter {
  n = 1;
}
class NotFound extends Error {}
const exported = () => 1;
nameFunction(exported, new ExternalFun(nameToAtom("Remote"), atom("chat"), 0));

describe("inspect", () => {
  it.each<[unknown, string]>([
    [tuple(atom.hi, [1, 1.5], "a\n"), '{:hi, [1, 1.5], "a\\n"}'],
    [[true, false, null, undefined], "[true, false, null, undefined]"],
    [[float(1), 12n, -0, Number.NaN], "[1.0, 12n, -0, NaN]"],
    [[tuple(atom.node_type, atom.visible)], "[node_type: :visible]"],
    [atom["hello world"], ':"hello world"'],
    [nameToAtom("Foo.Bar"), "Foo.Bar"],
    [localPid(111, 0), "#PID<0.111.0>"],
    [new Uint8Array([1, 2, 3]), "<<1, 2, 3>>"],
    [new BitString(new Uint8Array([1, 0xa0]), 3), "<<1, 5::3>>"],
    [new ImproperList([1], 2), "[1 | 2]"],
    ['tab\t quote" back\\ escape\x1b hidden\u200b 日本', '"tab\\t quote\\" back\\\\ escape\\e hidden\\u200B 日本"'],
  ])("prints the terms in Elixir's notation: %#", (value, text) => {
    expect(inspect(value)).toBe(text);
  });

  it.each<[unknown, string]>([
    [{}, "{}"],
    [tuple(), "tuple()"],
    [{ a: 1, "b c": "x" }, '{ a: 1, "b c": "x" }'],
    [Object.assign(Object.create(null), { a: 1 }), "{ a: 1 }"],
    [new Counter(), "Counter { n: 1 }"],
    [
      new Map<unknown, unknown>([
        ["a", 1],
        [tuple(1), 2],
      ]),
      'Map(2) { "a" => 1, {1} => 2 }',
    ],
    [new Set([atom.a]), "Set(1) { :a }"],
    [new Date(0), "1970-01-01T00:00:00.000Z"],
    [/a+/gi, "/a+/gi"],
    [new NotFound("page 3"), "[NotFound: page 3]"],
    [new Error("x", { cause: new TypeError("y") }), "[Error: x] { [cause]: [TypeError: y] }"],
    [failure(() => Buffer.allocUnsafe("x" as never)), ERR_INVALID_ARG_TYPE],
    [Promise.resolve(1), "Promise {}"],
    [new Int16Array([1, -2]), "Int16Array [1, -2]"],
    [Symbol("mine"), "Symbol(mine)"],
  ])("prints everything else in JavaScript's notation: %#", (value, text) => {
    expect(inspect(value)).toBe(text);
  });

  it("prints functions by their module if one exports them, else by their own name", () => {
    const fun = new Fun(atom("erl_eval"), 1, new Uint8Array(16), 42, 0, 3316493, internPid("a@b", 1, 2, 0), []);
    const values = [exported, function add(_a: number, _b: number) {}, (_a: number) => 1, Counter, fun];
    expect(values.map((value) => inspect(value))).toEqual([
      "&Remote.chat/0",
      "#Function<add/2>",
      "#Function<anonymous/1>",
      "#Class<Counter>",
      "#Function<42.3316493/1 in :erl_eval>",
    ]);
    expect(inspect(new ExternalFun(nameToAtom("IO"), atom("puts"), 1))).toBe("&IO.puts/1");
  });

  it("knows the built-in classes of another realm", () => {
    const value = runInNewContext("({ m: new Map([[1, 2]]), d: new Date(0), e: new TypeError('x'), a: [1] })");
    expect(inspect(value)).toBe("{ m: Map(1) { 1 => 2 }, d: 1970-01-01T00:00:00.000Z, e: [TypeError: x], a: [1] }");
  });

  it("names an instance after the nearest class that has a name", () => {
    expect(inspect(new (class extends Error {})("z"))).toBe("[Error: z]");
    expect(inspect(new (class extends NotFound {})("z"))).toBe("[NotFound: z]");
    expect(inspect(new (class extends Map<number, number> {})([[1, 2]]))).toBe("Map(1) { 1 => 2 }");
    expect(inspect(new (class extends Counter {})())).toBe("Counter { n: 1 }");
    expect(
      inspect(
        new (class {
          x = 1;
        })(),
      ),
    ).toBe("{ x: 1 }");
  });

  it("never runs a getter, never loops and never throws", () => {
    const circular: Record<string, unknown> = { a: 1 };
    circular.self = circular;
    const trapped = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("not yours");
        },
      },
    );
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(inspect(circular)).toBe("{ a: 1, self: [Circular] }");
    expect(
      inspect({
        get secret() {
          throw new Error("ran");
        },
      }),
    ).toBe("{ secret: [Getter] }");
    expect(inspect([trapped])).toBe("[#Inspect.Error<not yours>]");
    expect(inspect(proxy)).toMatch(/^#Inspect\.Error</);
  });

  it("ends on values with many paths to the same object, and on very deep ones", () => {
    let wide: unknown = [1];
    for (let i = 0; i < 40; i++) wide = [wide, wide];
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(inspect(wide)).toContain("...");
    expect(inspect(deep, { limit: Number.POSITIVE_INFINITY })).toContain("...");
  });

  it("fills the lines of tuples and breaks objects into one entry per line", () => {
    const ref = internReference("nonode@nohost", 0, [23437, 2258894849, 4041150289]);
    expect(inspect(tuple(atom.DOWN, ref, atom.process, localPid(9999, 0), atom.noproc))).toBe(
      "{:DOWN, #Reference<0.4041150289.2258894849.23437>, :process, #PID<0.9999.0>,\n :noproc}",
    );
    expect(inspect({ a: "x".repeat(40), b: { c: [1, 2] } }, { width: 40 })).toBe(
      `{\n  a: "${"x".repeat(40)}",\n  b: { c: [1, 2] }\n}`,
    );
  });

  it("shows as many elements and levels as asked for", () => {
    expect(inspect([1, 2, 3, 4], { limit: 2 })).toBe("[1, 2, ...]");
    expect(inspect({ a: { b: { c: 1 } } }, { depth: 2 })).toBe("{ a: { b: ... } }");
    expect(inspect("x".repeat(5000))).toBe(`"${"x".repeat(4096)}" <> ...`);
  });

  it("colours the pieces without counting the colours as columns", () => {
    const color = (kind: string, text: string) => (kind === "atom" ? `\x1b[36m${text}\x1b[0m` : text);
    const value = Array.from({ length: 12 }, () => atom.abcde);
    const coloured = inspect(value, { color });
    expect(coloured).toContain("\x1b[36m:abcde\x1b[0m");
    expect(coloured.replaceAll("\x1b[36m", "").replaceAll("\x1b[0m", "")).toBe(inspect(value));
  });

  it("puts a label in front", () => {
    expect(inspect([1], { label: "sum" })).toBe("sum: [1]");
  });

  it("lets a class say how its instances print", () => {
    expect(inspect([{ [Symbol.for("iex.inspect")]: () => "#Money<3 EUR>" }])).toBe("[#Money<3 EUR>]");
  });
});
