import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createCluster, type TestNode } from "iex-ts/testing";

const folder = mkdtempSync(join(tmpdir(), "iex-ts-bad-input-"));
const cluster = createCluster({ cwd: folder });
let me: TestNode;

let known: Record<string, string> = { folder };

async function play(transcript: string): Promise<void> {
  known = await cluster.play(transcript, known);
}

const FILES = {
  "bad.ts": "export const Bad = {\n  go() { return 1 +; },\n};\n",
  "boom.ts": 'export const Boom = { go: () => 1 };\nthrow new Error("while it loads");\n',
  "half.ts": 'import { x } from "./missing.js";\nexport const Half = { x };\n',
  "one.ts": "export const One = { go: () => 1 };\nexport const one = 1;\n",
};

beforeAll(async () => {
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  await cluster.start("you");
  me = await cluster.start("me");
});
afterAll(async () => {
  await cluster.stopAll();
  rmSync(folder, { recursive: true });
});

describe("a file that cannot be loaded", () => {
  it("is not there", () =>
    play(`
      me> c("nope.ts")
      ** (ArgumentError) could not find files nope.ts in {folder}: check the name, or give the whole path
          iex:[..]: (file)
      me> c(["one.ts", "nope.ts", "nix.ts"])
      ** (ArgumentError) could not find files nope.ts, nix.ts in {folder}: check the name, or give the whole path
          iex:[..]: (file)
      me> c()
      ** (ArgumentError) could not tell which file to compile: give its name, or a list of names, as in c("remote.ts")
          iex:1: (file)
      me> c([42])
      ** (ArgumentError) could not tell which file to compile: give its name, or a list of names, as in c("remote.ts")
          iex:1: (file)
      me! nothing
    `));

  it("has a syntax error, and shows where", () =>
    play(`
      me> c("bad.ts")
      ** (CompileError) error: Unexpected token
          │
        2 │   go() { return 1 +; },
          │                    ^
          │
          └─ bad.ts:2:20

      me> Bad
      ** (ReferenceError) Bad is not defined
          iex:1: (file)
    `));

  it("throws while it loads, or lacks what it imports", () =>
    play(`
      me> c("boom.ts")
      ** (Error) while it loads
          {folder}/boom.ts:2: anonymous fn/0
      me> c("half.ts")
      ** (CompileError) error: Cannot import "./missing.js": Cannot find ./missing.js imported from {folder}/half.ts
          │
        1 │ import { x } from "./missing.js";
          │                   ^
          │
          └─ half.ts:1:19

      me> [typeof Boom, typeof Half]
      ["undefined", "undefined"]
    `));

  it("can be loaded once it is repaired", async () => {
    writeFileSync(join(folder, "bad.ts"), "export const Bad = {\n  go() { return 1; },\n};\n");
    await play(`
      me> c("bad.ts")
      [Bad]
      me> Bad.go()
      1
    `);
  });

  it("does not export the name", () =>
    play(`
      me> import { two } from "./one.ts"
      ** (SyntaxError) The module "./one.ts" does not export 'two': it exports One, one

      me! nothing
    `));
});

describe("a module that the other node lacks", () => {
  it("is named, with the way to load it, and works once it is loaded there", () =>
    play(`
      me> Node.spawn("you@localhost", "Bad", "go", [])
      [unordered]
      #PID<{you}.{p1}.0>
      [and]

      [TIME] [error] Process #PID<{you}.{p1}.0> on node :you@localhost raised an exception
      ** (UndefinedFunctionError) function Bad.go/0 is undefined (module Bad is not available on you@localhost). Load it there with c("..."), or from here with nl(Bad)
          Bad.go()
      [/unordered]
      me> nl(Bad)
      {:ok, [{:you@localhost, :loaded, Bad}]}
      me> Node.spawn("you@localhost", () => IO.puts(Bad.go()))
      [unordered]
      #PID<{you}.{p2}.0>
      1
      [/unordered]
      me> nl("Nope")
      ** (ArgumentError) could not find the source of Nope: load its file with c("...")
          iex:[..]: (file)
      me> nl([atom("you@localhost"), "me@localhost"], "Bad")
      {:ok, [{:you@localhost, :loaded, Bad}, {:me@localhost, :loaded, Bad}]}
      me> nl([], "Bad")
      {:ok, []}
      me> nl(Bad, ["you@localhost"])
      ** (ArgumentError) could not tell on which nodes to load: { go: &Bad.go/0 } is no list of their names, give one before the module, as in nl(["you@localhost"], Chat)
          iex:[..]: (file)
      me> nl("you@localhost", Bad)
      ** (ArgumentError) could not tell on which nodes to load: "you@localhost" is no list of their names, give one before the module, as in nl(["you@localhost"], Chat)
          iex:[..]: (file)
      me> nl([Symbol("x")], Bad)
      ** (ArgumentError) could not tell on which nodes to load: [Symbol(x)] is no list of their names, give one before the module, as in nl(["you@localhost"], Chat)
          iex:[..]: (file)
      me> nl()
      ** (ArgumentError) could not find the module: give its name, its file, or what c() or import gave
          iex:[..]: (file)
      you! nothing
    `));
});

describe("a message that cannot travel", () => {
  beforeAll(() =>
    play(`
      me> const there = Node.spawn("you@localhost", () => receive(() => true))
      #PID<{you}.{there}.0>
    `),
  );

  it("is refused with the place of what cannot, and what to send instead", () =>
    play(`
      me> send(there, { list: [1, new WeakMap()] })
      ** (TypeError) Cannot send message.list[1]: a WeakMap belongs to the memory of this OS process; send the values themselves
          iex:[..]: (file)
      me> send(there, tuple(atom.later, Promise.resolve(1)))
      ** (TypeError) Cannot send message[1]: a promise cannot travel; await it and send its value
          iex:[..]: (file)
      me> class Account { #money = 1; take() { return this.#money } }
      #Class<Account>
      me> send(there, new Account())
      ** (TypeError) Cannot send message: an instance of Account is more than its data; send a plain object instead
          iex:[..]: (file)
      me> const ring: any = {}; ring.me = ring; atom.ok
      :ok
      me> send(there, ring)
      ** (TypeError) Cannot send message.me: it is message again, and a message cannot contain itself
          iex:[..]: (file)
      me! nothing
    `));

  it("is refused when a function would carry it", () =>
    play(`
      me> const watch = new (await import("node:net")).Socket(); atom.ok
      :ok
      me> Node.spawn("you@localhost", () => watch.end())
      ** (TypeError) Cannot send fun -> watch: a live Socket belongs to this OS process; send a pid that owns it instead
          iex:[..]: (file)
      me! nothing
    `));

  it("leaves the connection and the receiver as they were", () =>
    play(`
      me> Node.list()
      [:you@localhost]
      me> send(there, atom.fine)
      :fine
      you! nothing
    `));
});

describe("an argument that makes no sense", () => {
  it.each([
    ['Node.connect("")', "  * 1st argument: not the name of a node"],
    ["Node.connect(42)", "  * 1st argument: not the name of a node"],
    ['Node.setCookie("")', "  * 1st argument: not a cookie: a string with at least one character"],
    ['pid("abc")', "  * 1st argument: not a textual representation of a pid"],
    ["send(42, 1)", "  * 1st argument: invalid destination"],
    ['send("nobody", 1)', "  * 1st argument: invalid destination"],
    [
      'Node.spawn("you@localhost", 42)',
      "** (TypeError) Cannot spawn without a function: give one, or a module, a function name and a list of arguments",
    ],
    [
      "v(99)",
      /^\*\* \(RangeError\) v\(99\) is out of bounds, the currently preserved history ranges from 1 to \d+ \(or use negative numbers to look from the end\)$/,
    ],
    ['h("nope")', "No documentation for nope was found: h() lists the helpers"],
  ])("is refused in %s", async (text, line) => {
    const before = me.prompt;
    const lines = (await me.type(text)).split("\n");
    if (typeof line === "string") expect(lines).toContain(line);
    else expect(lines).toContainEqual(expect.stringMatching(line));
    if (!text.startsWith("h(")) expect(me.prompt).toBe(before);
  });

  it("is logged when it is the name of a node that cannot be reached", () =>
    play(`
      me> Node.connect("nope@localhost")

      [TIME] [notice] Cannot connect to :nope@localhost: no node of the name :nope is registered at localhost: start it there
      false
      me> 1 + 1
      2
    `));
});
