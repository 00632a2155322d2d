import { describe, expect, it } from "@jest/globals";
import { createScope, scopeFor } from "../../../shell/evaluate/index.js";
import { prompt } from "./prompt.js";

describe("a function's scope", () => {
  it.each([
    ["const f = (n: number) => n + x", "f"],
    ["function f() { return x }", "f"],
    ["class f { m() { return x } }", "f"],
    ["f = async function () { return x }", "f"],
    ["keep(() => x)", "kept[0]"],
    ["keep(1, [{ a: () => x }])", "kept[1][0].a"],
    ["export default () => x", "_"],
    ["const [a, f] = [1, () => x]", "f"],
  ])("is known when it is written at the top: %s", async (text, name) => {
    const kept: unknown[] = [];
    const { type } = prompt({ builtins: { kept, keep: (...args: unknown[]) => kept.push(...args) } });
    await type("const x = 7");
    await type(text);
    if (text.startsWith("keep(1")) kept.splice(0, 1, kept[0]);
    const fn = await type(name);
    const scope = scopeFor(fn, String(fn));
    expect(scope?.has("x")).toBe(true);
    expect(scope?.get("x")).toBe(7);
    expect(scope?.has("console")).toBe(false);
    expect(scope?.has("$iex")).toBe(false);
  });

  it.each([
    ["const make = () => () => x; const f = make()"],
    ["let f; { const x = 1; f = () => x; }"],
    ["let f; for (const y of [1]) f = () => y"],
    ["const f = ((y) => () => y)(1)"],
    ["const { f = () => x } = {}"],
    ["const f = { m() { return x } }.m"],
  ])("is not known when it is nested: %s", async (text) => {
    const { type } = prompt();
    await type("const x = 7");
    await type(text);
    const fn = await type("f");
    expect(typeof fn).toBe("function");
    expect(scopeFor(fn, String(fn))).toBe(undefined);
  });

  it("is not mistaken for that of another function of the same text", async () => {
    const [one, other] = [prompt(), prompt()];
    await one.type("const x = 1");
    await other.type("const x = 2");
    const [mine, yours] = [await one.type("() => x"), await other.type("() => x")];
    const outside = new Function("x", "return () => x")(3);
    expect(scopeFor(mine)?.get("x")).toBe(1);
    expect(scopeFor(yours)?.get("x")).toBe(2);
    expect(scopeFor(outside, "() => x")).toBe(undefined);
    expect(scopeFor(mine, "() => y")).toBe(undefined);
    expect(scopeFor(7)).toBe(undefined);
  });

  it("follows later bindings", async () => {
    const { type } = prompt();
    const fn = await type("() => x");
    expect(scopeFor(fn)?.has("x")).toBe(false);
    await type("let x = 1; x = 2");
    expect(scopeFor(fn)?.get("x")).toBe(2);
  });

  it("leaves out what only means something to this node", async () => {
    const { type } = prompt();
    const fn = await type("() => import('node:os')");
    expect(String(fn)).toBe(`() => $iexImport("node:os")`);
    const scope = scopeFor(fn);
    expect(["$iex", "$iexImport", "require"].map((name) => scope?.has(name))).toEqual([false, false, false]);
    await type("const require = 1");
    expect(scope?.has("require")).toBe(true);
  });

  it("leaves a function's text as it was", async () => {
    const fn = await prompt().type("const f = (n: number): number => n + 1");
    expect(String(fn)).toBe("(n) => n + 1");
  });
});

describe("a scope", () => {
  it("lists only what the user bound, in the order of binding", () => {
    const scope = createScope({ builtins: { self: 1 } });
    scope.set("b", 1);
    scope.declare("const", "a", 2);
    scope.assign("b", 3);
    expect(scope.names()).toEqual(["b", "a"]);
    expect([scope.get("a"), scope.get("b"), scope.get("self"), scope.get("none")]).toEqual([2, 3, 1, undefined]);
    expect([scope.has("a"), scope.has("self"), scope.has("none")]).toEqual([true, true, false]);
  });

  it("takes names that objects usually have for what they are: names", async () => {
    const { type, scope } = prompt();
    expect(scope.has("hasOwnProperty")).toBe(false);
    await type("const __proto__ = 1, constructor = 2");
    expect(await type("__proto__ + constructor")).toBe(3);
    expect(scope.names()).toEqual(["__proto__", "constructor"]);
  });

  it("reads builtins only when they are used", async () => {
    let read = 0;
    const builtins = Object.defineProperty({}, "slow", { get: () => ++read, enumerable: true, configurable: true });
    const { type } = prompt({ builtins });
    await type("1");
    expect(read).toBe(0);
    expect(await type("slow")).toBe(read);
  });
});
