import { EventEmitter } from "node:events";
import * as fs from "node:fs";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { toTerm } from "../../src/code/fun.js";
import {
  addScopeProvider,
  funCodec,
  provideLibrary,
  registerModule,
  setFunPid,
  setRemoteCode,
  warmUp,
} from "../../src/code/index.js";
import { decode, encode, setFunCodec } from "../../src/etf/index.js";
import { atom, ExternalFun, Fun, float, internPid, isTuple, makeRef, tuple } from "../../src/term/index.js";

beforeAll(() => setFunCodec(funCodec));
afterAll(() => setFunCodec());

/** What another node makes of a function: through the bytes and back. */
function travel<F>(fn: F): F {
  return decode(encode(fn)) as F;
}

const five = 5;
const timesFive = (n: number) => n * five;

describe("a function travels with what it has captured", () => {
  const even = (n: number): boolean => n === 0 || odd(n - 1);
  const odd = (n: number): boolean => n !== 0 && even(n - 1);
  function* count() {
    yield five;
    yield 6;
  }
  async function* later() {
    yield five;
  }
  class Shape {
    static made = 7;
    static of(side: number) {
      return new Shape(side);
    }
    constructor(readonly side: number) {}
    area() {
      return this.side * five;
    }
  }
  class Secret extends Shape {
    #factor = 3;
    override area() {
      return super.area() + this.#factor;
    }
  }
  class Coded extends Error {
    constructor(
      message: string,
      readonly code: number,
    ) {
      super(message);
    }
  }
  class Table extends Shape {
    static entries = new Map([["k", five]]);
    static doubled: number;
    static {
      Table.doubled = timesFive(4);
    }
  }
  class Dictionary extends Map<string, number> {
    total() {
      return [...this.values()].reduce((a, b) => a + b, 0);
    }
  }
  const shape = new Shape(4);
  const coded = new Coded("q", 3);
  const dictionary = new Dictionary([
    ["a", 1],
    ["b", 2],
  ]);
  const cyclic: { list: number[]; self?: unknown } = { list: [1] };
  cyclic.self = cyclic;
  const thing = {
    k: 2,
    add(n: number) {
      return n + this.k;
    },
    get scaled() {
      return this.k * five;
    },
    async *stream() {
      yield 1;
    },
    [Symbol.for("key")]: 3,
    "two words": 4,
  };
  const bound = thing.add.bind({ k: 40 } as typeof thing, 2);
  const { max } = Math;
  const json = JSON;
  const extended = Object.assign((n: number) => n + 1, { extra: { deep: 1 } });
  const date = new Date(5);
  const map = new Map([["a", { b: 1 }]]);
  const set = new Set([1, five]);
  const regexp = /a(.)/g;
  const failure = new TypeError("bad");
  const bytes = new Uint8Array([65, 66]);
  const buffer = Buffer.from("hé");
  const floats = new Float64Array([1.5, 2]);
  const url = new URL("http://a/b");
  const [big, small, infinite, minusZero, huge, nothing] = [12n ** 20n, 3n, -Infinity, -0, 1e300, Number.NaN];
  const half = "a\ud800b";
  const pid = internPid("a@b", 1, 2, 3);
  const reference = makeRef();
  const pair = tuple(atom.ok, pid, { inside: [reference] });
  const one = float(1);
  const [known, wellKnown] = [Symbol.for("at"), Symbol.iterator];
  const nested = (
    (x: number) => (y: number) => () =>
      x + y + five
  )(1)(2);
  const defaults = ({ a = five, ...rest }: { a?: number; b?: number } = {}, [f] = [timesFive]) => [a, rest, f(2)];
  const shared = { n: 1 };
  const [first, second] = [() => shared, () => shared];
  function OldStyle(this: { z: number }) {
    this.z = 1;
  }
  OldStyle.prototype.sum = function (this: { z: number }) {
    return this.z + five;
  };
  const Old = OldStyle as unknown as new () => { z: number; sum(): number };
  const old = new Old();

  it.each<[string, () => unknown, unknown]>([
    ["a constant and a function", () => timesFive(2), 10],
    ["functions that call each other", () => even(10), true],
    ["an async function", async () => timesFive(await Promise.resolve(3)), 15],
    ["a generator", () => [...count()], [5, 6]],
    ["an async generator", async () => (await later().next()).value, 5],
    ["a class with private fields and super", () => new Secret(1).area(), 8],
    ["static members", () => [Shape.made, Shape.of(2).side], [7, 2]],
    ["static initialisers that use what is captured", () => [Table.entries.get("k"), Table.doubled], [5, 20]],
    ["an instance and its class", () => [shape.area(), shape instanceof Shape], [20, true]],
    ["an instance of an own error", () => [coded.message, coded.code, coded instanceof Coded], ["q", 3, true]],
    ["an instance of a class that extends Map", () => [dictionary.total(), dictionary.get("b")], [3, 2]],
    ["a constructor of the old kind", () => [new Old().sum(), old.sum(), old instanceof Old], [6, 6, true]],
    ["an object that holds itself", () => (cyclic.self as typeof cyclic).list[0], 1],
    [
      "methods, getters and odd keys",
      async () => [
        thing.add(1),
        thing.scaled,
        (await thing.stream().next()).value,
        thing[Symbol.for("key") as never],
        thing["two words"],
      ],
      [3, 10, 1, 3, 4],
    ],
    ["a bound function", () => bound(), 42],
    ["built-in functions and objects", () => [max(1, 2), json.stringify({})], [2, "{}"]],
    [
      "functions of Node.js",
      () => [typeof readFileSync(process.execPath).length, fs.existsSync("/")],
      ["number", true],
    ],
    ["properties of functions", () => [extended(1), extended.extra.deep], [2, 1]],
    [
      "a date, a map, a set and a regular expression",
      () => [date.getTime(), map.get("a")?.b, [...set], "xab".match(regexp)?.[0]],
      [5, 1, [1, 5], "ab"],
    ],
    [
      "an error of its kind",
      () => [failure.message, failure.name, String(failure)],
      ["bad", "TypeError", "TypeError: bad"],
    ],
    [
      "bytes",
      () => [[...bytes], ArrayBuffer.isView(bytes), buffer.toString(), [...floats]],
      [[65, 66], true, "hé", [1.5, 2]],
    ],
    ["a URL", () => url.pathname, "/b"],
    [
      "numbers beyond Erlang's",
      () => [infinite < 0, Object.is(minusZero, -0), huge === 1e300, Number.isNaN(nothing)],
      [true, true, true, true],
    ],
    ["big integers, small ones too", () => [String(big), typeof small], [String(12n ** 20n), "bigint"]],
    ["text that is no Unicode", () => half.charCodeAt(1), 0xd800],
    ["symbols", () => [known === Symbol.for("at"), wellKnown === Symbol.iterator], [true, true]],
    [
      "terms of the runtime",
      () => [pair.length, pair[1] === pid, pair[2].inside[0] === reference, String(one)],
      [3, true, true, "1.0"],
    ],
    ["variables of every scope around it", nested, 8],
    ["default values and destructuring", defaults as () => unknown, [5, {}, 10]],
    ["what two functions hold, once", () => first() === second(), true],
    ["import()", async () => (await import("node:path")).join("a", "b"), "a/b"],
    [
      "globals and names that nobody has",
      () => [typeof process.pid, typeof (globalThis as any).missing],
      ["number", "undefined"],
    ],
  ])("%s", async (_title, fn, result) => {
    const expected = JSON.stringify(result);
    expect(JSON.stringify(await fn())).toBe(expected);
    expect(JSON.stringify(await travel(fn)())).toBe(expected);
    expect(JSON.stringify(await travel(travel(fn))())).toBe(expected);
  });

  it("keeps tuples tuples, and pids themselves", () => {
    expect(isTuple(travel(() => pair)())).toBe(true);
    expect(travel(() => pid)()).toBe(pid);
  });

  it.each<[string, any, unknown[], unknown]>([
    [
      "a method by itself",
      {
        m(n: number) {
          return n + five;
        },
      }.m,
      [1],
      6,
    ],
    [
      "an async generator method",
      {
        async *m() {
          yield five;
        },
      }.m,
      [],
      "[object AsyncGenerator]",
    ],
    [
      "a function that names itself",
      function factorial(n: number): number {
        return n < 2 ? 1 : n * factorial(n - 1);
      },
      [5],
      120,
    ],
    ["a bound function", bound, [], 42],
    ["a built-in", Math.max, [1, 3], 3],
  ])("%s can be what is sent", (_title, fn, args, result) => {
    const got = travel(fn)(...args);
    expect(typeof got === "object" ? String(got) : got).toEqual(result);
  });

  it("keeps the name and the number of parameters", () => {
    const copy = travel(timesFive);
    expect([copy.name, copy.length]).toEqual(["timesFive", 1]);
    const getter = Object.getOwnPropertyDescriptor(thing, "scaled")!.get!;
    expect(travel(getter).call({ k: 3 } as never)).toBe(15);
  });

  it("can be prepared for ahead of time", () => {
    expect(warmUp).not.toThrow();
  });

  it("copies variables as they are when it is sent: two copies share nothing", () => {
    let n = 1;
    const increment = () => ++n;
    const copy = travel(increment);
    expect([copy(), copy(), increment(), travel(increment)()]).toEqual([2, 3, 2, 3]);
  });

  it("fails where it runs with a stack that names its sender", () => {
    const copy = travel(() => {
      throw new Error("over there");
    });
    setFunPid(() => pid);
    const foreign = travel(() => {
      throw new Error("from afar");
    });
    setFunPid(() => internPid("nonode@nohost", 0, 0, 0));
    expect(stackOf(copy)).toContain("fun@nonode@nohost:2:");
    expect(stackOf(foreign)).toContain("fun@a@b:2:");
  });

  function stackOf(fn: () => unknown): string {
    try {
      fn();
    } catch (error) {
      return (error as Error).stack ?? "";
    }
    return "";
  }
});

describe("on the wire", () => {
  it("is an Erlang fun of the module iex_ts whose uniq names the code, not the values", () => {
    const make = (n: number) => () => n;
    const [a, b] = [toTerm(make(1)), toTerm(make(2))] as [Fun, Fun];
    expect(a).toBeInstanceOf(Fun);
    expect([a.module, a.arity, a.uniq.length]).toEqual([atom("iex_ts"), 0, 16]);
    expect(a.uniq).toEqual(b.uniq);
    expect((toTerm(() => five) as Fun).uniq).not.toEqual(a.uniq);
  });

  it("leaves funs of other nodes as they are", () => {
    const fun = new Fun(atom("erl_eval"), 0, new Uint8Array(16), 1, 2, 3, internPid("b@h", 1, 1, 0), [1]);
    expect(funCodec.fromTerm(fun)).toBe(fun);
  });

  it.each<[string, unknown[], string]>([
    ["no payload", [], "it carries no source"],
    ["another version", [tuple(99, tuple(0), [], [])], "it is of version 99, this node reads version 1"],
    ["a root that is missing", [tuple(1, tuple(3), [], [])], "a value leads nowhere"],
    [
      "a function without source",
      [tuple(1, tuple(0), [tuple(atom.fun, 0, undefined, [], atom.none, [])], [])],
      "a function has no source",
    ],
    [
      "a source that is none",
      [tuple(1, tuple(0), [tuple(atom.fun, 0, undefined, [], atom.none, [])], [tuple("function", "(((", [])])],
      "its source cannot be compiled",
    ],
    [
      "a value of a kind that is unknown",
      [tuple(1, tuple(0), [tuple(atom.socket, 1)], [])],
      'a value is of the unknown kind "socket"',
    ],
    ["a node that is none", [tuple(1, tuple(0), [7], [])], "a node has no kind"],
    ["a root that is no function", [tuple(1, 7, [], [])], "it is no function"],
  ])("refuses to run %s, and can send it on", (_title, free, why) => {
    const fun = new Fun(atom("iex_ts"), 2, new Uint8Array(16), 0, 0, 0, internPid("b@h", 1, 1, 0), free);
    const refusing = funCodec.fromTerm(fun) as (...args: never[]) => unknown;
    expect(refusing).toThrow(`Cannot run a function that b@h sent: ${why}`);
    expect(refusing.length).toBe(2);
    expect(toTerm(refusing)).toBe(fun);
  });

  it("arrives, and throws when it is called, where a package that it uses is missing", () => {
    const uses = tuple(atom.fun, 0, undefined, [tuple(1)], atom.none, []);
    const nodes = [uses, tuple(atom("provided"), "no-such-package", "*")];
    const sources = [tuple("function", "() => used.it()", ["used"])];
    const from = internPid("b@h", 1, 1, 0);
    const sent = new Fun(atom("iex_ts"), 0, new Uint8Array(16), 0, 0, 0, from, [tuple(1, tuple(0), nodes, sources)]);
    const [label, fn] = decode(encode([atom.ok, sent])) as [symbol, () => unknown];
    expect(label).toBe(atom.ok);
    expect(fn).toThrow(
      `Cannot run a function that b@h sent: Cannot load no-such-package on this node: install it in ${process.cwd()}`,
    );
    expect(encode(fn)).toEqual(encode(sent));
  });

  it("holds lists of any length", () => {
    const numbers = Array.from({ length: 300_000 }, (_, i) => i);
    const last = () => [numbers.length, numbers.at(-1)];
    expect(travel(last)()).toEqual([300_000, 299_999]);
  });

  it("holds a list of a class that allows no changes", () => {
    class Closed extends Array<number> {
      override push(): number {
        throw new Error("Cannot push");
      }
      override splice(): number[] {
        throw new Error("Cannot splice");
      }
    }
    const closed = Closed.from([1, 2]);
    expect([...travel(() => closed)()]).toEqual([1, 2]);
  });

  it("does not run under --no-remote-code, and can be sent on", () => {
    const sent = toTerm(() => timesFive(2)) as Fun;
    setRemoteCode(false);
    try {
      const refusing = funCodec.fromTerm(sent) as () => unknown;
      expect(refusing).toThrow(
        "Cannot run a function that nonode@nohost sent: this node was started with --no-remote-code, send the name of an export instead",
      );
      expect(toTerm(refusing)).toBe(sent);
    } finally {
      setRemoteCode(true);
    }
  });
});

describe("what every node has travels by name", () => {
  const Remote = {
    chat: () => "here",
    usesThis() {
      return this === Remote;
    },
  };
  registerModule("Remote", Remote);
  const library = { IO: { puts: () => "printed" }, self: () => "me", skip: Symbol("skip") };
  provideLibrary("iex-ts", library);
  const { IO, self, skip } = library;

  it("an export of a loaded module", () => {
    expect(toTerm(Remote.chat)).toEqual(new ExternalFun(atom("Elixir.Remote"), atom("chat"), 0));
    expect(travel(Remote.chat)).toBe(Remote.chat);
  });

  it("a captured module, as the receiver has it when the function runs", () => {
    expect(travel(() => Remote)()).toBe(Remote);
    const copy = travel(() => Remote.chat());
    expect(copy()).toBe("here");
  });

  it("values of the library", () => {
    expect(travel(() => [IO, self])()).toEqual([IO, self]);
    expect(travel(self)).toBe(self);
  });

  it("a symbol of the library, which is no atom", () => {
    expect(travel(() => [skip, typeof skip])()).toEqual([skip, "symbol"]);
  });

  it("keeps its name when the module is loaded again", () => {
    const before = { version: () => 1 };
    registerModule("Versions", before);
    registerModule("Versions", { version: () => 2 });
    expect(travel(before.version)()).toBe(2);
  });

  it("gives a function that is undefined until its module is loaded", () => {
    const name = new ExternalFun(atom("Elixir.Later"), atom("chat"), 0);
    const fn = funCodec.fromTerm(name) as () => unknown;
    expect(fn).toThrow('function Later.chat/0 is undefined (module Later is not available): load it with c("...")');
    expect(fn).toThrow(
      expect.objectContaining({ name: "UndefinedFunctionError", module: name.module, fun: name.name, arity: 0 }),
    );
    expect(toTerm(fn)).toEqual(name);
    registerModule("Later", { other: () => 1 });
    expect(fn).toThrow("function Later.chat/0 is undefined or private");
    registerModule("Later", { chat: () => "now" });
    expect(fn()).toBe("now");
  });

  it("gives a captured module that is undefined until it is loaded", () => {
    const Absent = { chat: () => "there" };
    registerModule("Absent", Absent);
    const bytes = encode(() => Absent.chat());
    const renamed = decode(
      Buffer.from(Buffer.from(bytes).toString("latin1").replaceAll("Elixir.Absent", "Elixir.Nowher"), "latin1"),
    ) as () => unknown;
    expect(renamed).toThrow("function Nowher.chat/0 is undefined (module Nowher is not available)");
  });
});

describe("what belongs to this OS process is refused with the path that leads to it", () => {
  const server = createServer();
  const config = { db: { server } };
  const usesServer = () => server;
  const promise = Promise.resolve(1);
  const proxy = new Proxy({}, {});
  const weak = new WeakMap();
  const unique = Symbol("u");
  const timer = setTimeout(() => {}, 0);
  clearTimeout(timer);
  const secret = new (class Secret {
    #n = 1;
    get n() {
      return this.#n;
    }
  })();
  const emitter = new EventEmitter();
  const { compare } = new Intl.Collator();
  const running = (function* () {
    yield 1;
  })();

  function arrows(this: unknown) {
    // biome-ignore lint/complexity/noArguments: that is the point
    return { self: () => this, args: () => arguments[0] };
  }
  const { self, args } = arrows.call({});

  it.each<[string, () => unknown, string]>([
    [
      "a server",
      () => server,
      "fun -> server: a live Server belongs to this OS process; send a pid that owns it instead",
    ],
    [
      "inside objects",
      () => config,
      "fun -> config -> db -> server: a live Server belongs to this OS process; send a pid that owns it instead",
    ],
    [
      "inside functions",
      () => usesServer(),
      "fun -> usesServer -> server: a live Server belongs to this OS process; send a pid that owns it instead",
    ],
    [
      "a timer",
      () => timer,
      "fun -> timer: a live Timeout belongs to this OS process; send a pid that owns it instead",
    ],
    [
      "an emitter",
      () => emitter,
      "fun -> emitter: a live EventEmitter belongs to this OS process; send a pid that owns it instead",
    ],
    ["a promise", () => promise, "fun -> promise: a promise cannot be copied: await it first"],
    ["a proxy", () => proxy, "fun -> proxy: a proxy cannot be copied: send the object behind it"],
    ["a weak map", () => weak, "fun -> weak: a weak collection cannot be listed: use a Map or a Set"],
    ["a unique symbol", () => unique, "fun -> unique: Symbol(u) is not an atom: use Symbol.for() or atom()"],
    [
      "private fields",
      () => secret,
      "fun -> secret: an instance of Secret has private fields, which cannot be read: send the values that it was made of",
    ],
    ["a native function", () => compare, "fun -> compare: a native function that has no name every node knows"],
    [
      "a running generator",
      () => running,
      "fun -> running: a generator that runs cannot be copied: send the function that makes it",
    ],
    ["an outer this", self, "fun: its this belongs to another function: copy what is needed into a const first"],
    ["outer arguments", args, "fun: its arguments belong to another function: copy what is needed into a const first"],
    [
      "direct eval",
      // biome-ignore lint/security/noGlobalEval: that is the point
      () => eval("five"),
      "fun: it calls eval, which can see variables that cannot be found: pass them as arguments",
    ],
    [
      "super in a method",
      {
        m() {
          return super.toString();
        },
      }.m,
      "fun: a method that uses super: send the object's class instead",
    ],
  ])("%s", (_title, fn, why) => {
    expect(() => toTerm(fn)).toThrow(new TypeError(`Cannot send ${why}`));
  });
});

describe("a scope provider", () => {
  it("answers for the functions of a prompt, names of the language staying free", () => {
    const bindings: Record<string, unknown> = { answer: 41 };
    const seen: string[] = [];
    const fn = new Function("return () => answer + Math.max(1, 0)")() as () => number;
    const remove = addScopeProvider((asked, source) => {
      if (asked !== fn) return undefined;
      seen.push(source());
      return { has: (name) => Object.hasOwn(bindings, name), get: (name) => bindings[name] };
    });
    try {
      expect(travel(fn)()).toBe(42);
      bindings.answer = 1;
      expect(travel(fn)()).toBe(2);
    } finally {
      remove();
    }
    expect(seen[0]).toBe("() => answer + Math.max(1, 0)");
  });
});
