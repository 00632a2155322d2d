import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { TypedPrompt, typed } from "./prompt.js";

let prompt: TypedPrompt;
const shared = new TypedPrompt();
beforeEach(() => {
  shared.reset();
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

  it("go on from the last value", () => {
    prompt.type("[1, 2]");
    expect(prompt.typeOf("_")).toBe("number[]");
    expect(prompt.type(".map((n) => n.toUpperCase())")).toEqual([
      "1:15 Property 'toUpperCase' does not exist on type 'number'",
    ]);
  });

  it("forget what a failed evaluation did not bind, and everything after a reset", () => {
    prompt.type("const a = 1");
    expect(prompt.type("a")).toEqual(["1:1 Cannot find name 'a'"]);
    prompt.type("const b = 1", "b");
    prompt.reset();
    expect(prompt.typeOf("b")).toBe("(Cannot find name 'b')");
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

    // TypeScript takes its time to start, and much of it on a busy machine.
    jest.setTimeout(180_000);
    expect(here.type("pad(1)")).toHaveLength(1);
    expect(here.service.documentationOf(typed("Remote.hello"), here.around)).toEqual({
      signatures: ["hello(to: string): number"],
      text: "Says hello.\n\n* `to` whom",
    });
  });

  it("may lie below others, and then have any type", () => {
    const here = new TypedPrompt(folder);
    here.modules = [{ name: "Shop.Cart", file: join(folder, "remote.ts") }];
    expect(here.typeOf("Shop.Cart.add(1)")).toBe("any");
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

  it("of a module is the comment of its file", () => {
    expect(documentation("Node")).toEqual({ signatures: [], text: "Elixir's `Node`: this node and the others." });
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
