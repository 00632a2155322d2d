import { describe, expect, it, jest } from "@jest/globals";
import {
  codeServer,
  compileFiles,
  funCodec,
  loadShipped,
  registerModule,
  setRemoteCode,
  source,
  whichModule,
} from "../../src/code/index.js";
import { exportOf, functionsOf } from "../../src/code/server.js";
import { decode, encode, setFunCodec } from "../../src/etf/index.js";
import { atom, tuple } from "../../src/term/index.js";
import { folder } from "./files.js";

describe("the code server", () => {
  it("finds exports of objects, static methods of classes, and nothing inherited", () => {
    registerModule("Plain", { one: () => 1, two: 2 });
    registerModule(
      "Klass",
      class {
        static make() {
          return "made";
        }
        id = 1;
      },
    );
    const plain = atom("Elixir.Plain");
    expect(exportOf(plain, atom("one"))?.()).toBe(1);
    expect(exportOf(plain, atom("two"))).toBeUndefined();
    expect(exportOf(plain, atom("toString"))).toBeUndefined();
    expect(exportOf(plain, atom("hasOwnProperty"))).toBeUndefined();
    expect(exportOf(atom("Elixir.Klass"), atom("make"))?.()).toBe("made");
  });

  it("names the functions of a namespace, also as bundlers write it, and asks no getter", () => {
    const bundled = Object.defineProperty({}, "run", { get: () => run, enumerable: true });
    const run = () => "run";
    registerModule("Bundled", bundled);
    expect(functionsOf(bundled)).toEqual([["run", run]]);
    const asked = jest.fn();
    registerModule("Getter", {
      get value() {
        return asked();
      },
    });
    expect(asked).not.toHaveBeenCalled();
  });

  it("runs functions by name with the module as this", () => {
    registerModule("Counter", {
      start: 3,
      next(this: { start: number }, n: number) {
        return this.start + n;
      },
    });
    expect(codeServer.resolve(atom("Elixir.Counter"), atom("next"), [1])(1)).toBe(4);
    expect(() => codeServer.resolve(atom("Elixir.Counter"), atom("gone"), [1, 2])).toThrow(
      "function Counter.gone/2 is undefined or private",
    );
    expect(() => codeServer.resolve(atom("gone"), atom("gone"), [])).toThrow(
      "function gone.gone/0 is undefined (module gone is not available)",
    );
  });
});

describe("shipping a module", () => {
  const files = {
    "shipped.ts":
      "import { suffix } from './lib/suffix.js'; import { join } from 'node:path'; export const Shipped = { say: (s: string) => join(s, suffix) };",
    "lib/suffix.ts": "export const suffix: string = 'sent';",
  };

  it("takes the file and what it imports, as a term, and loads from memory", async () => {
    const { path, write } = folder(files);
    await compileFiles("shipped.ts", path);
    const data = decode(encode(source("Shipped")));
    write("shipped.ts", "syntax error here");
    registerModule("Shipped", { say: () => "replaced" });
    const { modules, exports } = await loadShipped(data);
    expect(modules).toEqual([atom("Elixir.Shipped")]);
    expect((exports.Shipped as any).say("x")).toBe("x/sent");
    expect((whichModule("Shipped")!.exports as any).say("y")).toBe("y/sent");
  });

  it("can be passed on by the node that received it", async () => {
    const { path } = folder(files);
    await compileFiles("shipped.ts", path);
    const data = source("Shipped");
    await loadShipped(data);
    expect(source("Shipped")).toEqual(data);
  });

  it.each([
    ["nothing", 7],
    ["no sources", tuple(atom.iex_ts_source, ["a"], [])],
    ["a false file", tuple(atom.iex_ts_source, [], [tuple("a", 1, [])])],
  ])("refuses %s", async (_title, data) => {
    await expect(loadShipped(data)).rejects.toThrow(
      "Cannot load the code that another node sent: it is not a list of sources",
    );
  });

  it("is refused under --no-remote-code", async () => {
    setRemoteCode(false);
    try {
      await expect(loadShipped(tuple())).rejects.toThrow("this node was started with --no-remote-code");
    } finally {
      setRemoteCode(true);
    }
  });

  it("has no source for modules that are built in", () => {
    registerModule("BuiltIn", {});
    expect(() => source("BuiltIn")).toThrow('could not find the source of BuiltIn: load its file with c("...")');
  });
});

describe("functions of loaded files travel by value", () => {
  it("with what they use of other files, and no more", async () => {
    setFunCodec(funCodec);
    const { path } = folder({
      "maker.ts":
        "import { base, socket } from './parts'; import * as all from './parts'; void socket; export const Maker = { make: () => () => base + all.base, dynamic: () => async () => (await import('node:path')).sep };",
      "parts.ts":
        "import { createServer } from 'node:net'; export const base = 20; export const socket = createServer();",
    });
    const { exports } = await compileFiles("maker.ts", path);
    const { make, dynamic } = exports.Maker as any;
    expect((decode(encode(make())) as any)()).toBe(40);
    expect(await (decode(encode(dynamic())) as any)()).toBe("/");
    setFunCodec();
  });
});
