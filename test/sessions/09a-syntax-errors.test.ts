import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createCluster, type TestNode } from "iex-ts/testing";

const cluster = createCluster();
let me: TestNode;
beforeAll(async () => {
  me = await cluster.start("me");
});
afterAll(() => cluster.stopAll());

/** Each of them leaves the number as it was. */
describe("a text that is not TypeScript", () => {
  it.each<[text: string, column: number, message: string]>([
    ["1 2", 3, "';' expected"],
    [")", 1, "Declaration or statement expected"],
    ["1 + * 2", 5, "Expression expected"],
    ["}", 1, "Declaration or statement expected"],
    ["({a: })", 6, "Expression expected"],
    ["[1, 2}", 6, "',' expected"],
    ["'abc", 5, "Unterminated string literal"],
    ["a b c", 1, "Unexpected keyword or identifier"],
    ["=>", 1, "Declaration or statement expected"],
    ["const x", 7, "Missing initializer in const declaration"],
    ['"\\xZZ"', 4, "Hexadecimal digit expected"],
    ["0xZZ", 3, "Hexadecimal digit expected"],
    [":", 1, "Declaration or statement expected"],
    ["\\", 1, "Invalid character"],
  ])("such as %s is shown with the place", async (text, column, message) => {
    const before = me.prompt;
    expect(await me.type(text)).toBe(
      [
        `** (SyntaxError) iex:1:${column}: ${message}`,
        "    │",
        `  1 │ ${text}`,
        `    │ ${" ".repeat(column - 1)}^`,
        "",
      ].join("\n"),
    );
    expect(me.prompt).toBe(before);
  });

  it.each([
    "foo(",
    "x =",
    "1 +",
    "`abc",
    "if (true) {",
    "switch (1) {",
    "() =>",
    "class A",
    "/* what",
    "@",
    "%",
    "?",
    "[1, 2",
  ])("but may become it, such as %s, is asked for, and can be given up", async (text) => {
    expect(await me.type(text)).toBe("");
    expect(me.prompt).toBe("...(me@localhost)1>");
    expect(await me.type("#iex:break")).toBe("** (TokenMissingError) iex:1: incomplete expression\n");
    expect(me.prompt).toBe("iex(me@localhost)1>");
  });

  it("says so as well where nothing is to be given up", async () => {
    expect(await me.type("#iex:break")).toBe("** (TokenMissingError) iex:1: incomplete expression\n");
  });

  it("is told with the line of the text that is wrong", async () => {
    await me.type("const f = () => {");
    expect(await me.type("  1 2")).toBe("** (SyntaxError) iex:2:5: ';' expected\n    │\n  2 │   1 2\n    │     ^\n");
    expect(me.prompt).toBe("iex(me@localhost)1>");
  });
});

describe("what does not exist", () => {
  it.each([
    ["undefinedVar", "** (ReferenceError) undefinedVar is not defined"],
    ["undefinedFun(1)", "** (ReferenceError) undefinedFun is not defined"],
    ["Undefined.Mod.fun(1)", "** (ReferenceError) Undefined is not defined"],
    ['String.nope("a")', "** (TypeError) String.nope is not a function"],
    ["(5).y.z", "** (TypeError) Cannot read properties of undefined (reading 'z')"],
    ["null.foo", "** (TypeError) Cannot read properties of null (reading 'foo')"],
    ["foo = foo + 1", "** (ReferenceError) foo is not defined"],
    ["const [a] = null", "** (TypeError) null is not iterable"],
    ["const { b } = undefined", "** (TypeError) Cannot destructure property 'b' of 'undefined' as it is undefined."],
  ])("is told of in %s, at its line", async (text, line) => {
    expect(await me.type(text)).toBe(`${line}\n    iex:1: (file)`);
    expect(me.prompt).toBe("iex(me@localhost)1>");
  });

  it("is told of for a module that is imported", async () => {
    const told = (specifier: string) =>
      new RegExp(
        `^\\*\\* \\(CompileError\\) Cannot import "${specifier}": Cannot find (package ')?${specifier}'? from /.*`,
      );
    expect(await me.type('import { x } from "missing"')).toMatch(told("missing"));
    expect(await me.type('await import("./missing.ts")')).toMatch(told("./missing.ts"));
    expect(await me.type("typeof x")).toBe('"undefined"');
  });
});
