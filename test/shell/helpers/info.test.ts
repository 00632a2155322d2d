import { runInThisContext } from "node:vm";
import { describe, expect, it } from "@jest/globals";
import { cardOf } from "../../../shell/helpers/info/term.js";
import { atom, BitString, ImproperList, inspect, TermMap, termToBinary, tuple } from "../../../src/index.js";

const NOT_SENT = "none: it cannot be sent";

async function erlangTerm(value: unknown): Promise<string | undefined> {
  return new Map(await cardOf(value)).get("Erlang term");
}

function trapped(trap: string): object {
  const fail = (): never => {
    throw new Error(`no ${trap}`);
  };
  return new Proxy({}, { [trap]: fail });
}

describe("what i says that other nodes see", () => {
  it.each<[value: unknown, term: string]>([
    [1, "integer"],
    [-0, "float"],
    [1.5, "float"],
    ["a", "binary"],
    [[1, [2]], "list"],
    [{ a: 1 }, "map with atoms as keys"],
    [new Map([[1, 2]]), "map"],
    [new TermMap([[1, 2]]), "map"],
    [new Set([1]), "MapSet"],
    [new Date(0), "DateTime"],
    [/x/, "Regex"],
    [new Error("x"), "exception"],
    [tuple(1, atom.a), "tuple"],
    [new ImproperList([1], 2), "improper list"],
    [new BitString(Uint8Array.of(0xa0), 3), "bitstring"],
    [runInThisContext("() => 1"), "function: it travels with what it has captured"],
  ])("is the term that is sent: %p", async (value, term) => {
    expect(await erlangTerm(value)).toBe(term);
    expect(() => termToBinary(value)).not.toThrow();
  });

  it.each<[what: string, value: unknown]>([
    ["no number", Number.NaN],
    ["no atom", Symbol("x")],
    ["half a surrogate pair", "a\ud800"],
    ["no time", new Date(Number.NaN)],
    ["a namespace of the language", Math],
    ["a generator", (function* () {})()],
    ["a list with a hole", new Array(3)],
    ["a subclass of a map", new (class extends Map {})()],
    ["a promise", Promise.resolve(1)],
    ["an instance of a class", new (class Own {})()],
    ["a list with a promise in it", [[Promise.resolve(1)]]],
    ["a tuple with a symbol in it", tuple(Symbol("x"))],
    ["an error with a symbol in it", Object.assign(new Error("x"), { why: Symbol("x") })],
  ])("is nothing where sending refuses it: %s", async (_, value) => {
    expect(await erlangTerm(value)).toBe(NOT_SENT);
    expect(() => termToBinary(value)).toThrow("Cannot send");
  });
});

describe("what i says of classes", () => {
  class Named {
    static readonly name = () => "a static member";
    own = 1;
  }

  it("does without a name where it has a static member of that name", async () => {
    expect(new Map(await cardOf(new Named())).get("Data type")).toBe("Object");
    expect(new Map(await cardOf(class extends Named {})).has("Extends")).toBe(false);
  });

  it("shows what is an error's message, whatever it is", async () => {
    const error = Object.assign(new Error("x"), { message: 42 });
    expect(new Map(await cardOf(error)).get("Message")).toBe("42");
  });
});

describe("what i says of what does not let itself be read", () => {
  it.each(["getPrototypeOf", "get"])("is why: %s", async (trap) => {
    const card = new Map(await cardOf(trapped(trap)));
    expect(card.get("Data type")).toBe("object");
    expect(card.get("Description")).toBe(`This does not let itself be read: [Error: no ${trap}]`);
  });

  it("is that it cannot be sent, of a proxy that was revoked", async () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(inspect(await cardOf(proxy))).toContain("on a proxy that has been revoked");
    expect(await erlangTerm(proxy)).toBe(NOT_SENT);
  });
});
