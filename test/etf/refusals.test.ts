import { EventEmitter } from "node:events";
import { Socket } from "node:net";
import { PassThrough } from "node:stream";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, it } from "@jest/globals";
import { decode, encode, setFunCodec } from "../../src/etf/index.js";
import { atom, ExternalFun, ImproperList, tuple } from "../../src/term/index.js";
import { TermMap } from "../../src/term/term-map.js";

class Account {
  balance = 1;
}
class Numbers extends Array<number> {}

const hole = [1, 2, 3];
delete hole[1];
const self: Record<string, unknown> = { list: [1] };
self.me = [self];
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const throwing = {
  get total(): number {
    throw new Error("no total today");
  },
};
const map = new Map<unknown, unknown>([
  ["a", 1],
  ["b c", Promise.resolve()],
]);

const refusals: [string, unknown, string][] = [
  ["a promise", [Promise.resolve()], "message[0]: a promise cannot travel; await it and send its value"],
  [
    "a WeakMap",
    { a: new WeakMap() },
    "message.a: a WeakMap belongs to the memory of this OS process; send the values themselves",
  ],
  [
    "a WeakRef",
    new WeakRef({}),
    "message: a WeakRef belongs to the memory of this OS process; send the values themselves",
  ],
  [
    "a socket",
    tuple(1, { socket: new Socket() }),
    "message[1].socket: a live Socket belongs to this OS process; send a pid that owns it instead",
  ],
  [
    "a stream",
    [new PassThrough()],
    "message[0]: a live PassThrough belongs to this OS process; send a pid that owns it instead",
  ],
  [
    "an emitter",
    new EventEmitter(),
    "message: a live EventEmitter belongs to this OS process; send a pid that owns it instead",
  ],
  [
    "an instance of a class",
    [new Account()],
    "message[0]: an instance of Account is more than its data; send a plain object instead",
  ],
  [
    "an instance of a subclass of Array",
    new Numbers(1, 2),
    "message: an instance of Numbers is more than its data; send a plain object instead",
  ],
  ["a typed array", new Int32Array(2), "message: an Int32Array is not a binary; send a Uint8Array of its bytes"],
  ["an ArrayBuffer", new ArrayBuffer(2), "message: an ArrayBuffer is not a binary; send a Uint8Array of its bytes"],
  [
    "a symbol that is not registered",
    [Symbol("x")],
    "message[0]: Symbol(x) is not an atom: use Symbol.for() or atom()",
  ],
  ["a long atom", [Symbol.for("x".repeat(256))], "message[0]: an atom of 256 characters is too long: 255 is the most"],
  ["NaN", { a: [NaN] }, "message.a[0]: NaN is a number that Erlang does not have"],
  ["infinity", -Infinity, "message: -Infinity is a number that Erlang does not have"],
  [
    "half a surrogate pair",
    { "a b": "\ud800" },
    'message["a b"]: a string with half a surrogate pair is no text; send its bytes instead',
  ],
  ["a hole", hole, "message[1]: the array has a hole there; use undefined"],
  ["a sparse array without end", new Array(2 ** 32 - 1), "message[0]: the array has a hole there; use undefined"],
  ["a value that contains itself", self, "message.me[0]: it is message again, and a message cannot contain itself"],
  ["a getter that throws", [throwing], "message[0].total: its getter threw: no total today"],
  [
    "a name that is a symbol",
    { [Symbol.for("a")]: 1 },
    "message[Symbol(a)]: the name of a property must be a string; use a Map for other keys",
  ],
  [
    "Math, which looks plain",
    [Math],
    "message[0][Symbol(Symbol.toStringTag)]: the name of a property must be a string; use a Map for other keys",
  ],
  ["an invalid date", [new Date(NaN)], "message[0]: an invalid Date is no time"],
  ["a value of a map", map, 'message.get("b c"): a promise cannot travel; await it and send its value'],
  ["a key of a map", new Map([[NaN, 1]]), "message.keys()[0]: NaN is a number that Erlang does not have"],
  [
    "equal keys of a map",
    [
      new Map<unknown, number>([
        [1, 1],
        [1n, 2],
      ]),
    ],
    "message[0]: keys 0 and 1 are the same term",
  ],
  [
    "equal tuples as keys",
    new Map([
      ["a" as unknown, 1],
      [tuple(1), 1],
      [tuple(1), 2],
    ]),
    "message: keys 1 and 2 are the same term",
  ],
  ["an element of a set", new Set([1, NaN]), "message.values()[1]: NaN is a number that Erlang does not have"],
  [
    "a property of an error",
    Object.assign(new Error("a"), { at: NaN }),
    "message.at: NaN is a number that Erlang does not have",
  ],
  ["the tail of a list", new ImproperList([1], NaN), "message.tail: NaN is a number that Erlang does not have"],
  [
    "a function without a code server",
    [function add() {}],
    "message[0]: the function add cannot travel: no code server runs here",
  ],
];

describe("a value that cannot travel", () => {
  it.each(refusals)("is refused by its place: %s", (_name, value, message) => {
    expect(() => encode(value)).toThrow(
      expect.objectContaining({ name: "TypeError", message: `Cannot send ${message}` }),
    );
  });

  it("is refused as a TypeError even where looking at it throws", () => {
    expect(() => encode([revoked.proxy])).toThrow(/^Cannot send message\[0\]: /);
    expect(() => encode({ map: new Proxy(new Map(), {}) })).toThrow(/^Cannot send message\.map: /);
  });

  it("keeps what a getter threw as the cause", () => {
    expect(() => encode(throwing)).toThrow(expect.objectContaining({ cause: new Error("no total today") }));
  });

  it("is called as the caller says", () => {
    expect(() => encode([NaN], { name: "args" })).toThrow("Cannot send args[0]: NaN");
  });

  it("is found by a shortened path when it is deep inside", () => {
    let deep: unknown = NaN;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(() => encode(deep)).toThrow(/^Cannot send message(\[0\]){6}…(\[0\]){3}: NaN/);
  });

  it("leaves nothing behind for the next value", () => {
    expect(() => encode([1, NaN])).toThrow(TypeError);
    expect(encode(1)).toEqual(Uint8Array.of(131, 97, 1));
  });
});

describe("a value that can", () => {
  it("may be 100 000 lists deep, and contain one object twice", () => {
    let deep: unknown = [];
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(encode(decode(encode(deep)))).toEqual(encode(deep));
    const shared = { a: 1 };
    expect(decode(encode([shared, shared]))).toEqual([shared, shared]);
  });

  it("may come from another realm", () => {
    const foreign: unknown = runInNewContext("({ a: [1, new Map([[1, 2]])], d: new Date(0), e: new TypeError('x') })");
    const { a, d, e } = decode(encode(foreign)) as { a: unknown; d: unknown; e: unknown };
    expect([a, d]).toEqual([[1, new TermMap([[1, 2]])], new Date(0)]);
    expect(e).toEqual(new TypeError("x"));
  });

  it("may be a Buffer, which arrives as bytes or, when it is valid UTF-8, as text", () => {
    expect(decode(encode(Buffer.from([255])))).toEqual(Uint8Array.of(255));
    expect(decode(encode(Buffer.from("text")))).toBe("text");
  });

  it("may be encoded by a getter while another is being encoded", () => {
    const nested = {
      get inner() {
        return encode("in").length;
      },
      after: 1,
    };
    expect(decode(encode(nested))).toEqual({ inner: 8, after: 1 });
  });

  it("keeps __proto__ as an ordinary key", () => {
    const value = JSON.parse('{"__proto__": {"a": 1}}') as object;
    const back = decode(encode(value)) as object;
    expect(Object.keys(back)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
  });
});

describe("values with a struct on the BEAM", () => {
  it("come back as they were", () => {
    const error = Object.assign(new RangeError("far"), { code: 7 });
    const value = [new Date(5), new Set([1, "a"]), /a\/b/giy, error, new Set(), new Date(-1)];
    expect(decode(encode(value))).toEqual(value);
    expect((decode(encode(error)) as { code: number }).code).toBe(7);
  });

  it("send a decoded error that was changed with its change", () => {
    const error = decode(encode(new Error("old"))) as Error;
    error.message = "new";
    expect(decode(encode(error))).toEqual(new Error("new"));
  });

  it("send a decoded time that was changed with its change", () => {
    const date = decode(encode(new Date(1234))) as Date;
    date.setTime(5678);
    expect(decode(encode(date))).toEqual(new Date(5678));
  });

  it("write equal elements of a set once", () => {
    expect(decode(encode(new Set([tuple(1), tuple(1)])))).toEqual(new Set([tuple(1)]));
  });
});

describe("functions", () => {
  afterEach(() => setFunCodec());

  it("travel as what the plugged in codec makes of them", () => {
    const add = () => 1;
    setFunCodec({ toTerm: () => new ExternalFun(atom("math"), atom("add"), 0), fromTerm: () => add });
    expect(decode(encode([add]))).toEqual([add]);
  });

  it("are refused by their place with what the codec threw as the cause", () => {
    const cause = new Error("it captures a socket");
    setFunCodec({
      toTerm: () => {
        throw cause;
      },
      fromTerm: (fun) => fun,
    });
    expect(() => encode({ f: () => 1 })).toThrow(
      expect.objectContaining({ message: "Cannot send message.f: it captures a socket", cause }),
    );
  });
});
