import { inspect, types } from "node:util";
import { describe, expect, it } from "@jest/globals";
import { createEvaluator, createScope, Interrupted } from "../../../shell/evaluate/index.js";
import { importFrom } from "./import-from.js";
import { prompt } from "./prompt.js";

describe("a value that does not let itself be read", () => {
  it.each([
    'new Proxy({}, { getPrototypeOf() { throw new Error("t") } })',
    'new Proxy({}, { get() { throw new Error("t") } })',
    "const revocable = Proxy.revocable({}, {}); revocable.revoke(); revocable.proxy",
  ])("is a value all the same: %s", async (text) => {
    const evaluator = createEvaluator({ scope: createScope(), importModule: importFrom(process.cwd()) });
    const { value } = await evaluator.evaluate(text, 1);
    expect(types.isProxy(value)).toBe(true);
  });
});

describe("the value of a snippet", () => {
  it.each<[text: string, value: unknown]>([
    ["1 + 1", 2],
    ["const x: number = 1", 1],
    ["let a = 1, b = a + 1", 2],
    ["let nothing", undefined],
    ["1; 2;", 2],
    ["'use strict'", "use strict"],
    ["{a: 1}", { a: 1 }],
    ["{}", {}],
    ["{a: 1, b: 2};", { a: 1, b: 2 }],
    ["{a: 1} // an object", { a: 1 }],
    ["{ 5; }", 5],
    ["{a: 1}.a", 1],
    ["if (true) 5; else 6", 5],
    ["if (false) 5", undefined],
    ["1; if (false) 5", undefined],
    ["for (let i = 0; i < 3; i++) i", 2],
    ["for (const x of [1, 2]) { x; if (x > 5) 9 }", undefined],
    ["for (const k in { a: 1 }) k", "a"],
    ["while (true) { 7; break }", 7],
    ["let n = 0; do { n++ } while (n < 3)", 2],
    ["switch (2) { case 1: 'one'; break; case 2: 'two' }", "two"],
    ["try { 1 } finally { 2 }", 1],
    ["try { throw 1 } catch (e) { e + 1 }", 2],
    ["outer: for (const x of [1, 2]) { x; continue outer }", 2],
    ["for await (const x of [Promise.resolve(3)]) x", 3],
    ["await Promise.resolve(4)", 4],
    ["Promise.resolve(4)", 4],
    ["const p = Promise.resolve(5)", 5],
    ["let o = {}; o.p = Promise.resolve(6); o", { p: 6 }],
    ["let s = 1; s += Promise.resolve(2)", 3],
    ["[Promise.resolve(1)].length", 1],
    ["enum Colour { Red, Green = 5 }; Colour.Green", 5],
    ["const enum E { A = 'a' }; E.A", "a"],
    ["enum T { A } enum T { B = 1 } T", { 0: "A", 1: "B", A: 0, B: 1 }],
    ["namespace N { export const a = 1; export const b = N.a + 1 }", { a: 1, b: 2 }],
    ["namespace A.B { export const c = 1 } A.B.c", 1],
    ["namespace M { export const a = 1 } namespace M { export const b = 2 } M", { a: 1, b: 2 }],
    ["class K { constructor(private readonly k = 3) {} get it() { return this.k } } new K().it", 3],
    ["abstract class Q { abstract f(): void; static g() { return 8 } } Q.g()", 8],
    ["const id = <T,>(x: T): T => x; id<number>(9)", 9],
    ["({ a: 1 } satisfies Record<string, number>).a as any", 1],
    ["let maybe: string | undefined; maybe?.length ?? 0", 0],
    ["function over(a: string): void; function over(a: any) { return a } over(1)", 1],
    ["export const e = 1", 1],
    ["export default 5", 5],
    ["export default function named() { return 1 } named()", 1],
    ["const local = 1; export { local }; local", 1],
    ["const local = 1; export { local as default }; export { local, local as other }", 1],
    ["export { fromAnEarlierText }", undefined],
    ["export = 3", 3],
    ["1; export = { a: 1 }", { a: 1 }],
    ["export * from 'node:os'", undefined],
    ["export as namespace Nobody", undefined],
    ["namespace L { export let n = 0; export const inc = () => ++n } L.inc(); L.n", 1],
    ["namespace A.B { export var { c, d: [e] } = { c: 1, d: [2] } } [A.B.c, A.B.e]", [1, 2]],
    ["class W { static s = 1 } namespace W { export let t = 2 } W.s + W.t", 3],
    ["import os = require('node:os'); namespace R { export let eol = os.EOL } R.eol.length > 0", true],
    ["export import os2 = require('node:os'); using nothing = null; typeof os2.EOL", "string"],
    ["using nothing = null; export default interface Nothing {}", null],
    ["class Auto { accessor x = 1 } new Auto().x", 1],
    ["function () { return 1 }.name", ""],
    ["interface I { a: string }; type T = number", undefined],
    ["", undefined],
    ["// only a comment", undefined],
    ["#!/usr/bin/env node\n1", 1],
    ["/* a */ 1 /* b */ // c", 1],
    ["const x = /* = */ 1 // d", 1],
    ["let a /*q*/ = 1, /*r*/ b = 2 // e", 2],
    ["x = /* a */ (1, 2) // f", 2],
    ["({ a } = { a: 1 }) // g", { a: 1 }],
    ["(x = 1, y = 2)", 2],
    ["lab: { 5; break lab }", 5],
    ["const {a: {b: [c = 1] = []} = {}} = {}; c", 1],
    ["const [, p, , q = 3, ...r] = [1, 2]; [p, q, r]", [2, 3, []]],
    ["class B extends (class {}) { static { this.q = 1 } } B.q", 1],
    ["new (class { x = 1 })().x", 1],
    ["o = {}; o.f = () => Promise.resolve(1); o.f()", 1],
    ["x = y = () => 1; x === y", true],
    ["((a) => a.raw[0])`x`", "x"],
    ["switch (1) { default: }", undefined],
    ["using q = null", null],
    ["\t\r\n1\r\n+ 2", 3],
    ["eval('1 + 1')", 2],
    ["'🙂'.length", 2],
    ["this === globalThis", true],
    ["[] instanceof Array && {} instanceof Object", true],
    ["(() => this)() === undefined", false],
    [`[${"1, ".repeat(3333)}1].length`, 3334],
    [`1${" + 1".repeat(4999)}`, 5000],
    [`${"a || ".repeat(4999).replaceAll("a", "0")}7`, 7],
  ])("%j is %j", async (text, value) => {
    const result = await prompt().type(text);
    expect(inspect(result, { depth: 9 }).replace("[Object: null prototype] ", "")).toBe(inspect(value, { depth: 9 }));
  });

  it("is the function or class that was declared", async () => {
    const { type } = prompt();
    expect(inspect(await type("function f() {}"))).toBe("[Function: f]");
    expect(inspect(await type("async function* g() {}"))).toBe("[AsyncGeneratorFunction: g]");
    expect(inspect(await type("class A {}"))).toBe("[class A]");
  });

  it("is awaited when a statement leaves a promise", async () => {
    const evaluator = createEvaluator({ scope: createScope(), importModule: importFrom(process.cwd()) });
    const { value } = await evaluator.evaluate("if (true) Promise.resolve(1)", 1);
    expect(value).toBe(1);
  });

  it("is printable unless there is none", async () => {
    const evaluator = createEvaluator({ scope: createScope(), importModule: importFrom(process.cwd()) });
    expect(await evaluator.evaluate("type T = string", 1)).toEqual({ value: undefined, printable: false });
    expect(await evaluator.evaluate("undefined", 2)).toEqual({ value: undefined, printable: true });
  });

  it("is what a line that begins in mid-expression goes on from", async () => {
    const { type } = prompt();
    await type("[1, 2, 3]");
    expect(await type(".map((n) => n * 2)")).toEqual([2, 4, 6]);
    expect(await type("?.length")).toBe(3);
    expect(await type("* 2")).toBe(6);
    expect(await type("=== 6 ? 'six' : 'other'")).toBe("six");
    expect(await type("- 1")).toBe(-1);
    expect(await type("undefined")).toBe(undefined);
    expect(await type("?? 'none'")).toBe("none");
    expect(await type("_")).toBe("none");
  });

  it("is remembered as _, and the last error as _error", async () => {
    const { type, fail } = prompt();
    await type("6 * 7");
    await fail("throw 'ball'");
    expect(await type("_ + _error")).toBe("42ball");
    await type("const _ = 'mine'");
    expect(await type("_")).toBe("mine");
  });

  it("is a plain SyntaxError in _error after a text that is not TypeScript", async () => {
    const { type, fail } = prompt();
    await fail("1 +\n2 3");
    expect(await type("[_error.constructor.name, Object.keys(_error), _error.stack]")).toEqual([
      "SyntaxError",
      [],
      "SyntaxError: ';' expected\n    at iex:2:3",
    ]);
  });
});

describe("what newer TypeScript offers", () => {
  it("includes decorators", async () => {
    const { type, scope } = prompt();
    await type("const twice = (method: () => number, _context: unknown) => () => method() * 2");
    await type("class D { @twice four() { return 2 } }");
    expect(await type("new D().four()")).toBe(4);
    expect(scope.names()).toEqual(["twice", "D"]);
  });

  it("includes using, which at the prompt lasts until the scope is cleared", async () => {
    const log: string[] = [];
    const { type, fail, scope } = prompt({ builtins: { log } });
    await type("const open = (name: string) => ({ name, [Symbol.dispose]() { log.push(name) } })");
    await type("using a = open('a'), b = open('b')");
    expect(await type("{ using inner = open('inner'); inner.name; }")).toBe("inner");
    expect(log).toEqual(["inner"]);
    expect(await type("a.name + b.name")).toBe("ab");
    expect((await fail("using c = {}")).message).toMatch(/^Cannot bind with using/);
    await scope.clear();
    expect(log).toEqual(["inner", "b", "a"]);
  });
});

describe("an evaluation", () => {
  it("runs its statements in order, each awaited", async () => {
    const order: number[] = [];
    const { type } = prompt({
      builtins: { later: (n: number) => new Promise<void>((done) => setImmediate(() => done(void order.push(n)))) },
    });
    await type("later(1); const x = later(2); later(3)");
    expect(order).toEqual([1, 2, 3]);
  });

  it("keeps what was bound before an error", async () => {
    const { type, fail } = prompt();
    await fail("const kept = 1; throw new Error('stop'); const lost = 2");
    expect(await type("[kept, typeof lost]")).toEqual([1, "undefined"]);
  });

  it("rejects with whatever was thrown", async () => {
    expect(await prompt().fail("throw 5")).toBe(5);
    expect(Object.keys(await prompt().fail("throw Object.assign(Object.create(null), { bare: 1 })"))).toEqual(["bare"]);
    expect((await prompt().fail("Promise.reject(new RangeError('far'))")).name).toBe("RangeError");
  });

  it("can be interrupted while it waits, and goes no further", async () => {
    const controller = new AbortController();
    const { type, scope } = prompt({ builtins: { stop: () => setImmediate(() => controller.abort()) } });
    const running = type("stop(); await new Promise(() => {}); const after = 1", { interrupt: controller.signal });
    await expect(running).rejects.toBeInstanceOf(Interrupted);
    expect(scope.names()).toEqual([]);
  });

  it("says what is wrong with a text that is not TypeScript", async () => {
    const { fail } = prompt();
    expect((await fail("1 2")).problem).toMatchObject({ message: "';' expected", line: 1, column: 3 });
    expect((await fail("f(")).problem).toMatchObject({ name: "TokenMissingError", message: "incomplete expression" });
    expect((await fail("delete x")).name).toBe("SyntaxError");
  });

  it("says what TypeScript refuses, and never drops it in silence", async () => {
    const { fail } = prompt();
    const messageOf = async (text: string) => (await fail(text)).problem;
    expect(await messageOf("namespace N { let c = 0; export { c } }")).toMatchObject({
      message: "Export declarations are not permitted in a namespace",
      column: 26,
    });
    expect(await messageOf("class A { m(@((x) => x) n: number) {} }")).toMatchObject({
      message: "Decorators are not valid on parameters",
      column: 13,
    });
    expect(await messageOf("function f() {} const re = /(/")).toMatchObject({ column: 28 });
    expect(await messageOf("const re =\n  /(/")).toMatchObject({
      message: "Invalid regular expression: /(/: Unterminated group",
      line: 2,
      column: 3,
    });
  });

  it.each([
    ["calls", `"a"${'.concat("b")'.repeat(10_000)}`],
    ["operators", `${"!".repeat(15_000)}1`],
    ["brackets", `${"(".repeat(10_000)}1${")".repeat(10_000)}`],
  ])("says that a text is nested too deeply: %s", async (_, text) => {
    const error = await prompt().fail(text);
    expect(error.problem?.message).toBe("nested too deeply to be evaluated: break it into several statements");
  });

  it("tells a function that calls itself for ever from a text that is nested too deeply", async () => {
    const error = await prompt().fail("const f = (): number => 1 + f(); f()");
    expect(String(error)).toBe("RangeError: Maximum call stack size exceeded");
  });

  it("is strict", async () => {
    expect((await prompt().fail("Object.freeze([1])[0] = 2")).name).toBe("TypeError");
  });
});

describe("an interruption between two statements", () => {
  it("keeps the second from beginning", async () => {
    const controller = new AbortController();
    const begun: string[] = [];
    const builtins = { first: () => void setImmediate(() => controller.abort()), second: () => begun.push("second") };
    const evaluator = createEvaluator({
      scope: createScope({ builtins }),
      importModule: (specifier) => import(specifier) as Promise<object>,
    });
    const evaluation = evaluator.evaluate("first(); second()", 1, {
      interrupt: controller.signal,
      inOwnTurns: true,
    });
    await expect(evaluation).rejects.toThrow("The evaluation was interrupted");
    expect(begun).toEqual([]);
  });
});
