import { describe, expect, it } from "@jest/globals";
import { decode, encode, setFunCodec } from "../../src/etf/index.js";

setFunCodec();

/** The names and texts in it stand in the bytes as they are. */
function onTheWire(error: Error): string {
  return Buffer.from(encode(error)).toString("latin1");
}

describe("an error that travels", () => {
  it.each([
    [new TypeError("no"), "Elixir.RuntimeError", "TypeError: no"],
    [new RangeError(""), "Elixir.RuntimeError", "RangeError"],
    [new Error("oops"), "Elixir.RuntimeError", "Error: oops"],
    [new SyntaxError("two\nlines"), "Elixir.RuntimeError", "SyntaxError: two\nlines"],
    [Object.assign(new Error("bad"), { name: "ArgumentError" }), "Elixir.ArgumentError", "bad"],
    [Object.assign(new Error("none left"), { name: "OutOfStock" }), "Elixir.OutOfStock", "none left"],
  ])("%s is an exception that Elixir can print, and itself again here", (error, alias, message) => {
    expect(onTheWire(error)).toContain(alias);
    expect(onTheWire(error)).toContain(message);
    const back = decode(encode(error)) as Error;
    expect([back.name, back.message]).toEqual([error.name, error.message]);
    expect(back.constructor).toBe(error.constructor);
  });

  it("comes from Elixir with any message and goes back as it was", () => {
    for (const message of ["no", "TypeError: no", "Strange: no", "TypeError:no", "TypeError", ""]) {
      const raised = encode(Object.assign(new Error(message), { name: "RuntimeError" }));
      expect(encode(decode(raised))).toEqual(raised);
    }
    const told = decode(encode(Object.assign(new Error("TypeError: no"), { name: "RuntimeError" })));
    expect(told).toBeInstanceOf(TypeError);
  });
});
