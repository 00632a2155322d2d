import { describe, expect, it } from "@jest/globals";
import { applyNamed, setCodeServer, UndefinedFunctionError } from "../../src/process/index.js";
import { atom, tuple } from "../../src/term/index.js";

describe("applyNamed", () => {
  it("calls an export of a module with the arguments", () => {
    setCodeServer({
      nameOf: () => undefined,
      resolve:
        (module, name) =>
        (...args) => [module, name, args],
    });
    expect(applyNamed(atom("Elixir.Math"), atom("add"), [1, 2])).toEqual([atom("Elixir.Math"), atom("add"), [1, 2]]);
  });

  it("calls a function value by way of :erlang.apply/2, without the code server", () => {
    setCodeServer({
      nameOf: () => undefined,
      resolve: () => {
        throw new Error("not asked");
      },
    });
    expect(applyNamed(atom.erlang, atom.apply, [(a: number, b: number) => a + b, [1, 2]])).toBe(3);
    expect(() => applyNamed(atom.erlang, atom("node"), [])).toThrow("not asked");
  });

  it("throws what the code server throws for a function that is missing", () => {
    const missing = new UndefinedFunctionError(atom("Elixir.Nope"), atom("run"), 2);
    setCodeServer({
      nameOf: () => undefined,
      resolve: () => {
        throw missing;
      },
    });
    expect(() => applyNamed(atom("Elixir.Nope"), atom("run"), [1, 2])).toThrow("function Nope.run/2 is undefined");
    expect(missing.exitReason).toEqual(tuple(atom.undef, [tuple(atom("Elixir.Nope"), atom("run"), 2, [])]));
  });
});
