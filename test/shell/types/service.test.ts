import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { TypedPrompt, typed } from "./prompt.js";

// TypeScript takes its time to start, and much of it on a busy machine.
jest.setTimeout(180_000);

let prompt: TypedPrompt;
const shared = new TypedPrompt();
beforeEach(() => {
  shared.enter();
  prompt = shared;
});

describe("the types of a prompt", () => {
  it("are those of earlier prompts, inferred ones included", () => {
    prompt.type("const list = [1, 2].map((n) => ({ n, text: String(n) }))", "list");
    expect(prompt.typeOf("list")).toBe("{ n: number; text: string; }[]");
    expect(prompt.type("list.map(({ text }) => text.toFixed())")).toEqual([
      "1:29 Property 'toFixed' does not exist on type 'string'. Did you mean 'fixed'?",
    ]);
  });

  it("change when a name is declared again", () => {
    prompt.type("const x = 1", "x");
    prompt.type("const twice = () => x * 2", "twice");
    expect(prompt.type('const x = "text"')).toEqual([]);
    expect(prompt.typeOf("x")).toBe('"text"');
    expect(prompt.typeOf("twice()")).toBe("number");
    expect(prompt.type("const x = [x]")).toEqual([]);
  });

  it("are those of awaited values", () => {
    prompt.type("const text = Promise.resolve('a')", "text");
    expect(prompt.typeOf("text")).toBe("string");
    expect(prompt.type("let n: number = Promise.resolve(1)", "n")).toEqual([]);
    expect(prompt.typeOf("Promise.resolve(1)")).toBe("number");
  });

  it("are those of awaited values behind operators that choose one, and of what is assigned", () => {
    prompt.type("const cache = new Map<string, { name: string }>()", "cache");
    prompt.type("async function load(name: string) { return { name } }", "load");
    expect(prompt.type('const user = cache.get("joe") ?? load("joe")', "user")).toEqual([]);
    expect(prompt.type("user.name.length")).toEqual([]);
    for (const text of ['true && load("x")', '(1, load("x"))', 'cache.size > 1 ? undefined! : load("x")'])
      expect(prompt.typeOf(text)).toBe("{ name: string; }");
    expect(prompt.typeOf('load("x") satisfies Promise<unknown>')).toBe("{ name: string; }");
    prompt.type('let one = await load("a")', "one");
    expect(prompt.type('one = load("b"); one.name')).toEqual([]);
    expect(prompt.type('one = load("b")')).toEqual([]);
    prompt.type("const holder = { later: load('a'), now: one }", "holder");
    expect(prompt.type("holder.now = load('b')")).toEqual([]);
    expect(prompt.type("holder.later = [holder][0].later")).toEqual([]);
    expect(prompt.type("1, 'two'")).toEqual([]);
    expect(prompt.typeOf("_")).toBe('"two"');
  });

  it("know the library and the helpers", () => {
    expect(prompt.typeOf("self()")).toBe("Pid");
    expect(prompt.typeOf('Node.spawnLink("a@b", () => 1)')).toBe("Pid");
    expect(prompt.typeOf("#PID<0.1.0>")).toBe("Pid");
    expect(prompt.type("send(self(), atom.ok); flush()")).toEqual([]);
    expect(prompt.type("Node.conect('a@b')")).toEqual([
      expect.stringMatching(/^1:6 Property 'conect' does not exist on type .*Did you mean 'connect'\?$/),
    ]);
  });

  it("let variables be assigned, and made by assignment", () => {
    prompt.type("let count = 1", "count");
    expect(prompt.type("count = 2")).toEqual([]);
    expect(prompt.type('count = "two"')).toEqual(["1:1 Type 'string' is not assignable to type 'number'"]);
    expect(prompt.type("fresh = [1]", "fresh")).toEqual([]);
    expect(prompt.typeOf("fresh")).toBe("number[]");
  });

  it("know what an assignment creates, of a pattern and in the midst of others", () => {
    expect(prompt.type("[a1, { b1, c1: [d1 = 2] }, ...e1] = [1, { b1: 2, c1: [] }]", "a1", "b1", "d1", "e1")).toEqual(
      [],
    );
    expect(prompt.type("({ f1 } = { f1: 3 }); g1 = h1 = 4", "f1", "g1", "h1")).toEqual([]);
    expect(prompt.type("const all1: number[] = [a1, b1, d1, f1, g1, h1, ...e1]", "all1")).toEqual([]);
    expect(prompt.type("(() => { nowhere1 = 5 })()")).toHaveLength(1);
  });

  it("know types, classes, enums and functions of earlier prompts", () => {
    prompt.type("interface Point { x: number }");
    prompt.type("type Pair<T> = [T, T]");
    prompt.type("class Box<T> { constructor(readonly value: T) {} }", "Box");
    prompt.type("enum Colour { Red, Green }", "Colour");
    prompt.type("function origin(): Point { return { x: 0 } }", "origin");
    expect(prompt.type("const pair: Pair<Point> = [origin(), { x: Colour.Red }]", "pair")).toEqual([]);
    expect(prompt.typeOf("new Box(pair)")).toBe("Box<Pair<Point>>");
    expect(prompt.typeOf("Point")).toBe("interface Point { x: number }");
    expect(prompt.typeOf("Pair")).toBe("type Pair<T> = [T, T]");
    expect(prompt.type("const p: Point = { y: 1 }")).toHaveLength(1);
  });

  it("know what was imported as a type alone", () => {
    expect(prompt.type('import type { Stats } from "node:fs"')).toEqual([]);
    expect(prompt.type('import { type Dirent, type PathLike as Place, statSync } from "node:fs"', "statSync")).toEqual(
      [],
    );
    expect(prompt.type('import type * as Url from "node:url"')).toEqual([]);
    expect(prompt.type('import { PathLike } from "node:fs"')).toEqual([]);
    expect(
      prompt.type('let st: Stats = statSync("."), e: Dirent, p: Place = ".", u: Url.URL, q: PathLike = p', "st"),
    ).toEqual([]);
    expect(prompt.typeOf("st.size")).toBe("number");
    expect(prompt.typeOf("Stats")).toMatch(/^interface Stats extends StatsBase<number> \{\}$/);
    expect(prompt.typeOf("Url.UrlObject")).toMatch(/^interface UrlObject \{/);
    expect(prompt.type("new Stats()")).toEqual([expect.stringMatching(/^1:5 'Stats' cannot be used as a value/)]);
  });

  it("keep a value and a type of one name apart", () => {
    prompt.type('const Color = { Red: "r", Blue: "b" } as const', "Color");
    expect(prompt.declare("type Color = (typeof Color)[keyof typeof Color]")).toEqual(['type Color = "r" | "b"']);
    expect(prompt.type("let one: Color = Color.Red", "one")).toEqual([]);
    expect(prompt.typeOf("one")).toBe("Color");
    expect(prompt.type('const Color = { Red: "r" } as Record<string, Color>', "Color")).toEqual([]);
    expect(prompt.type("const two: Color = Color.anything!", "two")).toEqual([]);
    expect(prompt.type("const three: Color = 3", "three")).toHaveLength(1);
    prompt.type("type Node = { value: number }");
    expect(prompt.type("const node: Node = { value: Node.list().length }", "node")).toEqual([]);
    expect(prompt.typeOf("Node.list()")).toMatch(/\[\]$/);
    prompt.type("type lower = string; let lower: lower = 'a'", "lower");
    expect(prompt.type("lower = (lower as lower).toUpperCase()")).toEqual([]);
  });

  it("let a class gain an interface, and stay a type when a value takes its name", () => {
    prompt.type("class Cm<T> { constructor(readonly it: T) {} }", "Cm");
    expect(prompt.declare("interface Cm<T> { more?: T }")).toEqual(["interface Cm<T> { more?: T }"]);
    expect(prompt.type("const made = new Cm(1), cm: Cm<number> = { more: made.it }", "made", "cm")).toEqual([]);
    prompt.type("class Kept { it = 1 }", "Kept");
    prompt.type("const Kept = 5", "Kept");
    expect(prompt.type("const kept: Kept = { it: Kept }", "kept")).toEqual([]);
    expect(prompt.typeOf("Kept")).toBe("5");
    prompt.type("enum Level { Low }", "Level");
    prompt.type("namespace Shapes { export interface Round { r: number } }");
    expect(prompt.type("const at: Level = Level.Low, round: Shapes.Round = { r: at }", "at", "round")).toEqual([]);
  });

  it("know what is declared everywhere, and what require imports", () => {
    expect(prompt.type("declare global { var flag: boolean; interface Array<T> { mine: T } }")).toEqual([]);
    prompt.type("1");
    expect(prompt.typeOf("flag")).toBe("boolean");
    expect(prompt.type("[1].mine.toFixed()")).toEqual([]);
    expect(prompt.type('declare module "node:os" { export const size: number }')).toEqual([]);
    expect(prompt.type('import { size } from "node:os"', "size")).toEqual([]);
    expect(prompt.typeOf("size")).toBe("number");
    expect(prompt.type('import path = require("node:path")', "path")).toEqual([]);
    expect(prompt.typeOf('path.join("a")')).toBe("string");
    expect(prompt.type("let parsed: path.ParsedPath", "parsed")).toEqual([]);
    expect(prompt.type("export = 3")).toEqual([]);
    prompt.enter();
    expect(prompt.typeOf("flag")).toBe("(Cannot find name 'flag')");
  });

  it("are those of what files declare that were evaluated, and say nothing against these", () => {
    const text = "type UserId = number\nclass Kls { it = 1 }\nenum En { A }\nconst wrong: string = 1";
    prompt.type("1");
    prompt.service.check(typed('importFile("setup.ts")'), prompt.around);
    prompt.learn(text, "Kls", "En", "wrong");
    prompt.service.commit([], 2);
    expect(prompt.type("let u: UserId = En.A, k: Kls = new Kls()", "u", "k")).toEqual([]);
    expect(prompt.typeOf("Kls")).toBe("typeof Kls");
    expect(prompt.typeOf("v(1)")).toBe("1");
    expect(prompt.type("k.nope")).toHaveLength(1);
  });

  it("go on from the last value", () => {
    prompt.type("[1, 2]");
    expect(prompt.typeOf("_")).toBe("number[]");
    expect(prompt.type(".map((n) => n.toUpperCase())")).toEqual([
      "1:15 Property 'toUpperCase' does not exist on type 'number'",
    ]);
  });

  it("forget what a failed evaluation did not bind, and everything with a fresh evaluator", () => {
    prompt.type("const a = 1");
    expect(prompt.type("a")).toEqual(["1:1 Cannot find name 'a'"]);
    prompt.type("const b = 1", "b");
    prompt.enter();
    expect(prompt.typeOf("b")).toBe("(Cannot find name 'b')");
  });

  it("are there again after another process was looked at", () => {
    prompt.type("interface Point { x: number }");
    const before = prompt.enter();
    expect(prompt.type("const p: Point = { x: 1 }")).toEqual(["1:10 Cannot find name 'Point'"]);
    prompt.enter(before);
    expect(prompt.type("const p: Point = { x: 1 }")).toEqual([]);
  });

  it("say nothing of texts that are no TypeScript: the evaluation does", () => {
    expect(prompt.type("const = ")).toEqual([]);
    expect(prompt.typeOf("const = ")).toBe("(it is not an expression)");
  });

  it("read an object as an object", () => {
    expect(prompt.typeOf("{ a: 1, b: [true] }")).toBe("{ a: number; b: boolean[]; }");
    expect(prompt.type("{ a: 1 }.b")).toEqual(["1:10 Property 'b' does not exist on type '{ a: number; }'"]);
  });

  it("tell the place in a text of several lines, awaits and all", () => {
    expect(prompt.type("const n = 1\nconst t: string =\n  String(n.size)", "n", "t")).toEqual([
      "3:12 Property 'size' does not exist on type '1'",
    ]);
    expect(prompt.type("const f = Math.abs(1), g: string = f", "f", "g")).toEqual([
      "1:24 Type 'number' is not assignable to type 'string'",
    ]);
  });
});

describe("a type that is declared", () => {
  it("is shown as what it stands for, which is what t() says of it", () => {
    prompt.type("const o = { a: 1, b: 2 }", "o");
    expect(prompt.declare("type K = keyof typeof o")).toEqual(['type K = "a" | "b"']);
    expect(prompt.typeOf("K")).toBe('type K = "a" | "b"');
    expect(prompt.declare("type Only = Pick<typeof o, 'a'>")).toEqual(["type Only = { a: number; }"]);
    expect(prompt.declare("type Keys = K")).toEqual(['type Keys = "a" | "b"']);
  });

  it("keeps its parameters, and is shown as it was written when it is an interface", () => {
    expect(prompt.declare("type Pair<T extends object = {}> = [T, T]")).toEqual([
      "type Pair<T extends object = {}> = [T, T]",
    ]);
    expect(prompt.declare("export interface Box<T> { value: T }")).toEqual(["interface Box<T> { value: T }"]);
  });

  it("is shown with the others that a text ends with, each once", () => {
    expect(
      prompt.declare("type A = 1; const x = 1; interface B { b: A }\ninterface B { c: A }\ntype C = B['b']"),
    ).toEqual(["interface B { b: A }\n\ninterface B { c: A }", "type C = 1"]);
  });

  it("is not shown when the text ends with something else", () => {
    expect(prompt.declare("type A = 1; const x: A = 1")).toEqual([]);
    expect(prompt.declare("enum E { A }")).toEqual([]);
    expect(prompt.declare("class C {}")).toEqual([]);
  });

  it("takes several lines when it is too long for one", () => {
    const [shown] = prompt.declare(
      "type Long = { first: number, second: string[], third: { inner: boolean }, fourth: (n: number) => string }",
    );
    expect(shown).toBe(
      "type Long = {\n  first: number;\n  second: string[];\n  third: {\n    inner: boolean;\n  };\n  fourth: (n: number) => string;\n}",
    );
  });
});

describe("what the shell provides", () => {
  it("has the types of what it gives", () => {
    expect(prompt.typeOf("flush()")).toBe("symbol");
    expect(prompt.typeOf('c("a.ts")')).toBe("symbol[]");
    expect(prompt.typeOf('pid("0.1.0")')).toBe("Pid");
    expect(prompt.typeOf("pid(0, 1, 0)")).toBe("Pid");
    expect(prompt.type("pid(0, 1)")).toHaveLength(1);
    expect(prompt.type("c(1)")).toHaveLength(1);
    expect(prompt.type("_error.message.length")).toEqual([]);
  });

  it("gives way to what the user declares", () => {
    expect(prompt.type("const c = 1", "c")).toEqual([]);
    expect(prompt.typeOf("c")).toBe("1");
  });

  it("keeps the types of earlier values for v(n)", () => {
    prompt.type("[1, 2]");
    prompt.type("const text = 'a'", "text");
    prompt.type("({ x: 1 })");
    expect(prompt.typeOf("v()")).toBe("{ x: number; }");
    expect(prompt.typeOf("v(-1)")).toBe("{ x: number; }");
    expect(prompt.typeOf("v(-2)")).toBe('"a"');
    expect(prompt.typeOf("v(1)")).toBe("number[]");
    expect(prompt.typeOf("v(7)")).toBe("any");
    expect(prompt.type("v(1).map((n) => n.toFixed().nope)")).toEqual([
      "1:29 Property 'nope' does not exist on type 'string'",
    ]);
    expect(prompt.type("const at = 2; v(at - 1).whatever")).toEqual([]);
  });

  it("says nothing certain of a value that was taken apart", () => {
    prompt.type("const { a, b } = { a: 1, b: 'b' }", "a", "b");
    expect(prompt.typeOf("_")).toBe("any");
    prompt.type("function twice(n: number) { return n * 2 }", "twice");
    expect(prompt.typeOf("_")).toBe("(n: number) => number");
  });
});

describe("what is good enough for a prompt", () => {
  it("are arrays that are filled later, and errors that are caught", () => {
    prompt.type("const list = []", "list");
    expect(prompt.type("list.push(1)")).toEqual([]);
    expect(prompt.typeOf("list")).toBe("any[]");
    expect(prompt.type("try { list.pop() } catch (error) { error.message }")).toEqual([]);
    expect(prompt.type("const add = (a, b) => a + b", "add")).toEqual([]);
  });
});

describe("the types of the user's files", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "types-"));
    const types = join(folder, "node_modules/@types/left");
    mkdirSync(types, { recursive: true });
    writeFileSync(join(types, "index.d.ts"), "export declare function pad(text: string, n: number): string;\n");
    writeFileSync(
      join(folder, "remote.ts"),
      `/** Talks. */\nexport const Remote = {\n  /** Says hello.\n   * @param to whom */\n  hello(to: string): number { return to.length; },\n};\nexport const limit = 3;\n`,
    );
    writeFileSync(join(folder, "my_chat.ts"), "export function join(room: string) { return [room]; }\n");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("are known once c() has loaded them, and by import", () => {
    const here = new TypedPrompt(folder);
    here.modules = [
      { name: "Remote", file: join(folder, "remote.ts") },
      { name: "MyChat", file: join(folder, "my_chat.ts") },
    ];
    expect(here.typeOf('Remote.hello("a")')).toBe("number");
    expect(here.typeOf('MyChat.join("a")')).toBe("string[]");
    expect(here.type("Remote.hello(1)")).toEqual([
      "1:14 Argument of type 'number' is not assignable to parameter of type 'string'",
    ]);
    expect(here.type('import { limit } from "./remote.ts"', "limit")).toEqual([]);
    expect(here.typeOf("limit")).toBe("3");
    expect(here.type('import { pad } from "left"', "pad")).toEqual([]);
    expect(here.type("pad(1)")).toHaveLength(1);
    expect(here.service.documentationOf(typed("Remote.hello"), here.around)).toEqual({
      signatures: ["hello(to: string): number"],
      text: "Says hello.\n\n* `to` whom",
    });
  });

  it("are those that the files have now, also behind others that pass them on", () => {
    const here = new TypedPrompt(folder);
    here.modules = [{ name: "Front", file: join(folder, "front.ts") }];
    writeFileSync(join(folder, "front.ts"), 'export * from "./back.ts";\n');
    writeFileSync(join(folder, "back.ts"), "export const other = 1;\n");
    expect(here.typeOf("Front.Front")).toMatch(/Property 'Front' does not exist/);
    writeFileSync(join(folder, "back.ts"), "export const Front = { open(): number[] { return []; } };\n");
    utimesSync(join(folder, "back.ts"), new Date(), new Date(Date.now() + 10_000));
    expect(here.typeOf("Front.open()")).toBe("number[]");
  });

  it("are checked with those of the files that they import", () => {
    const here = new TypedPrompt(folder);
    const file = (name: string): string => join(folder, name);
    writeFileSync(file("shop.ts"), 'import { price } from "./price.ts";\nexport const total: string = price();\n');
    writeFileSync(file("price.ts"), "export function price() {\n  return one.nope;\n}\nconst one = 1;\n");
    const problem = (message: string, line: number, column: number, length: number) =>
      expect.objectContaining({ problems: [{ message, line, column, length }] });
    expect(here.service.checkFiles([file("shop")])).toEqual([
      problem("Property 'nope' does not exist on type '1'", 2, 14, 4),
    ]);
    writeFileSync(file("price.ts"), "export function price() {\n  return 12;\n}\n");
    utimesSync(file("price.ts"), new Date(), new Date(Date.now() + 10_000));
    expect(here.service.checkFiles([file("shop.ts")])).toEqual([
      problem("Type 'number' is not assignable to type 'string'", 2, 14, 5),
    ]);
  });

  it("are not judged where a file is no TypeScript, is a package's, or is not there", () => {
    const here = new TypedPrompt(folder);
    writeFileSync(join(folder, "broken.ts"), "export const a: string = 1 1;\n");
    writeFileSync(
      join(folder, "node.ts"),
      'import { GenServer } from "iex-ts";\nimport { pad } from "left";\nimport fs from "fs";\nexport const b = [pad("a", 1), fs.existsSync("x"), GenServer.call];\n',
    );
    writeFileSync(join(folder, "page.tsx"), "export const page = <main>text</main>;\n");
    const files = ["broken.ts", "node.ts", "nope.ts", "page.tsx"].map((name) => join(folder, name));
    expect(here.service.checkFiles(files)).toEqual([]);
  });

  it("may lie below others, which keep theirs, comments and all", () => {
    const here = new TypedPrompt(folder);
    const file = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const shop = file(
      "shop_all.ts",
      "/** Sells. */\n/** Opens. */\nexport function open(door: string): number { return door.length; }\nexport type Door = string;\n",
    );
    const cart = file(
      "cart.ts",
      "export type Item = { n: number };\n/** A cart. */\nexport const Cart = {\n  /** Adds. */\n  add(n: number): string { return String(n); },\n};\n/** Made. */\nexport class Klass { it = 1 }\nexport const Total = 3;\n",
    );
    here.modules = [
      { name: "Shop", file: shop },
      { name: "Shop.Cart", file: cart },
      { name: "Shop.Cart.Klass", file: cart },
      { name: "Deep.Down.Shop", file: shop },
    ];
    const documentation = (text: string) => here.service.documentationOf(typed(text, folder), here.around);
    expect(documentation("Shop")).toEqual({ signatures: [], text: "Sells." });
    expect(documentation("Shop.open")).toEqual({ signatures: ["open(door: string): number"], text: "Opens." });
    expect(documentation("Shop.Cart")?.text).toBe("A cart.");
    expect(documentation("Shop.Cart.add")).toEqual({ signatures: ["add(n: number): string"], text: "Adds." });
    expect(documentation("Shop.Cart.Klass")).toEqual({ signatures: ["new Klass(): Klass"], text: "Made." });
    expect(documentation("Deep.Down.Shop.open")?.text).toBe("Opens.");
    expect(here.typeOf("Shop.open")).toBe("(door: string) => number");
    expect(here.typeOf("Shop")).toBe("type Door = string");
    expect(here.typeOf("new Shop.Cart.Klass().it")).toBe("number");
    expect(here.type('const d: Shop.Door = "a"; const { Cart } = Shop; Cart.add(Shop.open(d))', "d", "Cart")).toEqual(
      [],
    );
    here.modules = here.modules.filter(({ name }) => name !== "Shop.Cart.Klass");
    const lab = file("lab.ts", "export function run() {}\nexport type Result = { ok: boolean };\n");
    here.modules = [
      ...here.modules,
      { name: "Shop.Lab", file: lab },
      { name: "Deep.Lab", file: lab },
      { name: "Shop.3d", file: lab },
    ];
    expect(here.type("let r: Shop.Lab.Result = { ok: true }, q: Deep.Lab.Result = r, o: Shop.Door", "r", "q")).toEqual(
      [],
    );
    expect(here.type("let no: Shop.Lab.Nope")).toHaveLength(1);
    expect(here.type('Shop.Cart.add("a")')).toHaveLength(1);
    expect(here.type("Deep.Down.Nope")).toHaveLength(1);
  });

  it("are looked for where the shell is", () => {
    const here = new TypedPrompt(folder);
    const below = join(folder, "sub");
    mkdirSync(below, { recursive: true });
    writeFileSync(join(folder, "y.ts"), "export const yy: string = 'a';\n");
    writeFileSync(join(below, "y.ts"), "export const yy: number = 1;\nexport const ff = 2;\n");
    expect(here.type('import { yy } from "./y.js"; const t: string = yy', "yy", "t")).toEqual([]);
    here.folder = below;
    expect(here.type('import { yy, ff } from "./y"; const n: number = yy', "yy", "ff", "n")).toEqual([]);
    expect(here.type("const both = [t.length, n]", "both")).toEqual([]);
    here.folder = folder;
    expect(here.typeOf("both")).toBe("number[]");
    expect(here.typeOf("ff")).toBe("2");
    expect(here.typeOf('(await import("./y")).yy')).toBe("string");
    here.folder = join(folder, "deleted");
    prompt.type("const last = n", "last");
    expect(here.typeOf("[n, both]")).toBe("(number | number[])[]");
  });
});

describe("a place without declarations of Node.js", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "bare-"));
    for (const part of ["dist", "src", "shell", "package.json"])
      symlinkSync(join(import.meta.dirname, "../../..", part), join(folder, part));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("takes what cannot be known as any", () => {
    const here = new TypedPrompt(folder, folder);
    expect(here.type('import { Server } from "node:http"; import fs from "fs"', "Server", "fs")).toEqual([]);
    expect(here.type("let s: Server = new Server(); let st: fs.Stats; let l: fs.A.B<string>", "s", "st", "l")).toEqual(
      [],
    );
    expect(
      here.type("let r: ReadableStream<string>, b: Buffer, e: Event, n: NodeJS.WhatEver", "r", "b", "e", "n"),
    ).toEqual([]);
    expect(here.type("class Mine extends Server {}; interface More extends fs.Stats { it: 1 }", "Mine")).toEqual([]);
    expect(here.type("r.getReader(), s.listen(1), st.size.nope; const e: string = fs.readFileSync('x')", "e")).toEqual(
      [],
    );
    expect(here.type("let wrong: string = 1; let no: Nope; let at: nope.Nope", "wrong", "no", "at")).toHaveLength(3);
  });
});

describe("a text that is a type", () => {
  it.each([
    ["string", "string"],
    ["string | number", "string | number"],
    ["'a' | 'b'", '"a" | "b"'],
    ["Map<string, number>", "Map<string, number>"],
    ["Nested[]", "Nested[]"],
    ["keyof { a: 1 }", '"a"'],
    ["Partial<Nested>", "{ a?: number | undefined; b?: string | undefined; }"],
    ["(x: number) => string", "(x: number) => string"],
    ["{ a: number } // so", "{ a: number; }"],
    ["GenServer.Behaviour<number>[]", "GenServer.Behaviour<number, any>[]"],
  ])("is that type: %s", (text, type) => {
    prompt.type("interface Nested { a: number; b: string }", "Nested");
    expect(prompt.typeOf(text)).toBe(type);
  });

  it("is an expression where it can be one", () => {
    expect(prompt.typeOf("1 | 2")).toBe("number");
    expect(prompt.typeOf("{ a: 1 }")).toBe("{ a: number; }");
    expect(prompt.typeOf("Map")).toBe("MapConstructor");
  });

  it("is told of when it mentions what is not there", () => {
    expect(prompt.typeOf("string | Nope")).toBe("(Cannot find name 'Nope')");
    expect(prompt.typeOf("Nope[]")).toBe("(Cannot find name 'Nope')");
    expect(prompt.typeOf("nope.foo")).toBe("(Cannot find name 'nope')");
    expect(prompt.typeOf("string; 1")).toBe("('string' only refers to a type, but is being used as a value here)");
    expect(prompt.typeOf("1 +")).toBe("(it is not an expression)");
  });
});

describe("documentation", () => {
  const documentation = (text: string) => shared.service.documentationOf(typed(text), shared.around);

  it("of a function is its signature and its comment", () => {
    const found = documentation("Node.spawnLink");
    expect(found?.signatures).toEqual(["spawnLink(node: Node.NodeName, ...call: Spawnable): Promise<Pid>"]);
    expect(found?.text).toMatch(/linked to the caller/);
    expect(documentation("Node.spawn")?.text).toMatch(/Starts a process on a node.*\n\n\* `node` where; connects/s);
  });

  it("has parameters without the dash before what is said of them, and an example as it is fenced", () => {
    const lines = ["@param n - how many", "@param m else", "@param x - y - z", "@example", "```ts", "add(1);", "```"];
    prompt.type(
      `/** Adds.\n * ${[...lines, "@example", "add(2);"].join("\n * ")}\n */ function add(n, m, x) {}`,
      "add",
    );
    expect(documentation("add")?.text).toBe(
      "Adds.\n\n* `n` how many\n\n* `m` else\n\n* `x` y - z\n\nExample:\n\n```ts\nadd(1);\n```\n\nExample:\n\n    add(2);",
    );
  });

  it("of a module is the comment of its file", () => {
    expect(documentation("Node")).toEqual({ signatures: [], text: "Elixir's `Node`: this node and the others." });
  });

  it("of a module of which nothing is said names its functions", () => {
    const folder = mkdtempSync(join(tmpdir(), "silent-"));
    try {
      const here = new TypedPrompt(folder);
      here.modules = [{ name: "MyChat", file: join(folder, "my_chat.ts") }];
      const text = "export function join() {}\nexport const leave = () => 1;\nexport const limit = 3;\n";
      writeFileSync(join(folder, "my_chat.ts"), text);
      const found = here.service.documentationOf(typed("MyChat"), here.around);
      expect(found).toEqual({ signatures: [], text: "Functions: `join`, `leave`" });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("of a type is its declaration", () => {
    expect(documentation("GenServer.Behaviour")?.signatures[0]).toMatch(/^interface Behaviour<S, P = any> \{/);
  });

  it("of an unknown name is none", () => {
    expect(documentation("Nope")).toBeUndefined();
    expect(documentation("Node.nope")).toBeUndefined();
    expect(documentation("1 +")).toBeUndefined();
  });

  it("of a behaviour lists its callbacks", () => {
    const found = shared.service.callbacksOf(typed("GenServer"), shared.around) ?? [];
    expect(found.map(({ signatures }) => signatures[0]!.split(/[?(:]/)[0])).toEqual([
      "init",
      "handleCall",
      "handleCast",
      "handleInfo",
      "handleContinue",
      "terminate",
    ]);
    expect(found[0]?.text).toMatch(/^Makes the first state/);
    expect(shared.service.callbacksOf(typed("Node"), shared.around)).toEqual([]);
    expect(shared.service.callbacksOf(typed("Nope"), shared.around)).toBeUndefined();
  });
});
