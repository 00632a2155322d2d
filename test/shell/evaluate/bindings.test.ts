import { describe, expect, it } from "@jest/globals";
import { prompt } from "./prompt.js";

const kinds: Record<string, string> = {
  const: "const it = 1",
  let: "let it = 2",
  var: "var it = 3",
  function: "function it() { return 4 }",
  class: "class it { static five = 5 }",
  enum: "enum it { Six = 6 }",
  namespace: "namespace it { export const seven = 7 }",
  import: "import it from 'node:path'",
  destructuring: "const { it } = { it: 8 }",
  using: "using it = { ten: 10, [Symbol.dispose]() {} }",
  decorated: "@((c) => c) class it { static five = 11 }",
  "import equals": "import it = require('node:path')",
  "import *": "import * as it from 'node:path'",
  assignment: "it = 9",
  interface: "interface it { a: 1 }",
  type: "type it = 1",
};
/** They say something about a name, and bind none. */
const types = /^(interface|type)$/;
const asText = (value: any): unknown =>
  typeof value === "function"
    ? (value.five ?? value())
    : typeof value === "object"
      ? (value.Six ?? value.seven ?? value.ten ?? typeof value.join)
      : value;
const worth: Record<string, unknown> = {
  const: 1,
  let: 2,
  var: 3,
  function: 4,
  class: 5,
  enum: 6,
  namespace: 7,
  import: "function",
  destructuring: 8,
  using: 10,
  decorated: 11,
  "import equals": "function",
  "import *": "function",
  assignment: 9,
};

describe("a name at the prompt", () => {
  for (const [first, before] of Object.entries(kinds)) {
    for (const [second, after] of Object.entries(kinds)) {
      const constant = /^(const|destructuring|enum|namespace|using|import.*)$/.test(first) && second === "assignment";
      const bound = constant || types.test(second) ? first : second;
      it(`bound by ${first} ${constant ? "cannot be assigned" : `can be bound again by ${second}`}`, async () => {
        const { type, fail } = prompt();
        await type(before);
        if (constant) expect(String(await fail(after))).toBe("TypeError: Assignment to constant variable 'it'");
        else await type(after);
        expect(asText(await type("typeof it === 'undefined' ? undefined : it"))).toBe(worth[bound]);
      });
    }
  }

  it("of an enum or a namespace cannot be assigned, however they came about", async () => {
    const { type, fail } = prompt();
    await type("enum A { X } enum A { Y = 1 }");
    await type("export enum B { X }");
    await type("namespace C { export let x = 1 }");
    for (const name of ["A", "B", "C"])
      expect(String(await fail(`${name} = 1`))).toBe(`TypeError: Assignment to constant variable '${name}'`);
    expect(await type("[A[1], B.X, C.x]")).toEqual(["Y", 0, 1]);
    await type("let c = (function (c) { return c })({})");
    expect(await type("c = 2")).toBe(2);
  });

  it("of two functions in one text is the second's, and of two variables too", async () => {
    const { type, fail } = prompt();
    await type("function twice() { return 1 } function twice() { return 2 }");
    expect(await type("twice()")).toBe(2);
    expect(await type("var v = 1; var v = 2; v")).toBe(2);
    expect(await type("function f() { return 3 }; var f; f()")).toBe(3);
    expect((await fail("class K {} class K {}")).message).toBe("Identifier `K` has already been declared");
    expect((await fail("{ function g() {} function g() {} }")).problem).toMatchObject({
      message: "Identifier 'g' has already been declared",
      column: 28,
    });
  });

  it("is seen anew by the functions that use it", async () => {
    const { type } = prompt();
    await type("let n = 1");
    await type("const get = () => n");
    await type("const n = 2");
    expect(await type("get()")).toBe(2);
  });

  it("may be bound again from its own old value", async () => {
    const { type } = prompt();
    await type("const x = 1");
    expect(await type("const x = x + 1")).toBe(2);
  });

  it("is not bound by an initialiser that fails, and stays free", async () => {
    const { type, fail, scope } = prompt();
    expect((await fail("const w = (() => { throw new Error('no') })()")).message).toBe("no");
    expect((await fail("const v = Promise.reject(new Error('late'))")).message).toBe("late");
    expect((await fail("namespace N { export const a = missing }")).name).toBe("ReferenceError");
    expect((await fail("using u = { x: 1 }")).name).toBe("TypeError");
    expect((await fail("await using u = { x: 1 }")).name).toBe("TypeError");
    expect(scope.names()).toEqual([]);
    expect(await type("const w = 1")).toBe(1);
  });

  it("keeps its value when an initialiser fails", async () => {
    const { type, fail } = prompt();
    await type("let w = 1");
    await fail("let w = missing");
    expect(await type("w")).toBe(1);
  });

  it("that is constant resists every kind of assignment", async () => {
    const { type, fail } = prompt();
    await type("const c = 1");
    for (const text of [
      "c = 2",
      "c += 1",
      "c++",
      "[c] = [2]",
      "({ c } = { c: 2 })",
      "for (c of [2]);",
      "(() => { c = 2 })()",
      "a = c = 2",
    ]) {
      expect(String(await fail(text))).toBe("TypeError: Assignment to constant variable 'c'");
    }
    expect(await type("c")).toBe(1);
  });

  it("is no property of the global object and no other prompt's", async () => {
    const [one, other] = [prompt(), prompt()];
    await one.type("mine = 1; var also = 2; function third() {}");
    expect(await one.type("'mine' in globalThis || 'also' in globalThis || 'third' in globalThis")).toBe(false);
    expect((await other.fail("mine")).message).toBe("mine is not defined");
  });

  it("comes into being by assignment at the prompt, not inside a function", async () => {
    const { type, fail, scope } = prompt();
    expect(await type("y = Promise.resolve(3)")).toBe(3);
    expect(await type("[a, b] = [1, 2]; a + b")).toBe(3);
    expect(await type("p = q = 4; q")).toBe(4);
    expect(await type("for (k of [5]); k")).toBe(5);
    expect((await fail("(() => { z = 1 })()")).message).toBe("z is not defined");
    expect((await fail("never += 1")).message).toBe("never is not defined");
    expect((await fail("other = never")).message).toBe("never is not defined");
    await type("{ let inner; inner = 1; }");
    expect(scope.names().sort()).toEqual(["a", "b", "k", "p", "q", "y"]);
  });

  it("of the language's own can be shadowed, and is the language's again when removed", async () => {
    const { type, scope } = prompt();
    await type("process = 1");
    expect(await type("process")).toBe(1);
    scope.remove("process");
    expect(await type("typeof process.pid")).toBe("number");
  });

  it("of the shell's own can be shadowed, and is the shell's again when removed", async () => {
    const { type, scope } = prompt({ builtins: { self: () => "me" } });
    expect(await type("self()")).toBe("me");
    expect(scope.isBuiltin("self")).toBe(true);
    await type("const self = () => 'you'");
    expect(await type("self()")).toBe("you");
    expect(scope.isBuiltin("self")).toBe(false);
    await scope.clear();
    expect(await type("self()")).toBe("me");
    expect(scope.names()).toEqual([]);
  });

  it("of var keeps its value when declared without one, also from within a statement", async () => {
    const { type } = prompt();
    await type("var v = 1");
    expect(await type("var v")).toBe(1);
    await type("if (true) { var v, w = 2 }");
    await type("for (var i = 0, j; i < 3; i++) {} for (var { n } of [{ n: 7 }]) {}");
    expect(await type("[v, w, i, j, n]")).toEqual([1, 2, 3, undefined, 7]);
  });

  it("of a function may be used above its declaration, and calls what it stands for by then", async () => {
    const { type } = prompt();
    expect(await type("const early = late(); function late() { return 1 }; early")).toBe(1);
    await type("function down(n: number): string { return n ? down(n - 1) : 'done' }");
    await type("const old = down");
    await type("function down(n: number) { return `new ${n}` }");
    expect(await type("old(3)")).toBe("new 2");
  });

  it("may be taken out of a pattern, in which earlier names are known to later ones", async () => {
    const { type } = prompt();
    await type("let b = 10");
    expect(await type("const { a, b = a + 1, ...rest } = Promise.resolve({ a: 1, c: 3 })")).toEqual({ a: 1, c: 3 });
    expect(await type("[a, b, rest]")).toEqual([1, 2, { c: 3 }]);
  });

  it("that the language keeps for itself is not assigned", async () => {
    const { type, fail } = prompt();
    for (const line of ["undefined = 5", "[NaN] = [5]", "Infinity = 5, 1"])
      expect(String(await fail(line))).toMatch(/^TypeError: Cannot assign to read only property/);
    expect(await type("[undefined, NaN, Infinity]")).toEqual([undefined, Number.NaN, Number.POSITIVE_INFINITY]);
  });

  it("undeclared is not defined, and typeof can tell", async () => {
    const { type, fail } = prompt();
    expect(await type("typeof nowhere")).toBe("undefined");
    expect(String(await fail("nowhere"))).toBe("ReferenceError: nowhere is not defined");
  });

  it("is what a function is called by, and nothing that it is called on", async () => {
    const { type, fail } = prompt();
    await type("class Counter { n = 1; get() { return this.n } }");
    await type("const { get } = new Counter()");
    expect(String(await fail("get()"))).toBe("TypeError: Cannot read properties of undefined (reading 'n')");
    await type("function me(this: unknown) { return this }");
    expect(await type("[me(), me?.(), (() => me())(), [1].map(() => me())[0]]")).toEqual(Array(4).fill(undefined));
    await type("function tag(this: unknown, _: unknown) { return this }");
    expect(await type("tag`x`")).toBeUndefined();
    await fail("function Leaky(this: any) { this.leaked = 1 }; Leaky()");
    expect(await type("typeof leaked")).toBe("undefined");
  });

  it("of an anonymous function is the function's name", async () => {
    const { type } = prompt();
    expect(
      await type(
        "const f = () => 1; g = function () {}; const C = class {}; [f, g, C, ({ h: () => 1 }).h].map(({ name }) => name)",
      ),
    ).toEqual(["f", "g", "C", "h"]);
  });
});
