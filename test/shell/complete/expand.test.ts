import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import { expand } from "../../../shell/complete/index.js";
import { atom, Code, inProcess, Process, self, tuple } from "../../../src/index.js";
import { promptWith, tab } from "./prompt.js";

/** What is inserted, or the list. */
function seen(before: string, prompt = promptWith()): string | string[] {
  const { yes, insert, candidates } = tab(before, prompt);
  if (!yes) return "nothing";
  return insert === "" ? candidates : `+${insert}`;
}

describe("Tab", () => {
  it("inserts what all candidates have in common, then lists them with their number of parameters", () => {
    expect(tab("Node.sp")).toEqual({ yes: true, insert: "awn", candidates: [] });
    expect(tab("Node.spawn")).toEqual({
      yes: true,
      insert: "",
      candidates: ["spawn/1", "spawnLink/1", "spawnMonitor/1"],
    });
    expect(tab("Node.spawnL")).toEqual({ yes: true, insert: "ink", candidates: [] });
  });

  it("inserts the dot after a module that is typed to its end", () => {
    expect(seen("GenServe")).toBe("+r");
    expect(seen("GenServer")).toBe("+.");
  });

  it("shows the parameters of a function that is typed to its end", () => {
    expect(seen("Node.disconnect")).toEqual(["disconnect/1"]);
  });

  it("does nothing for what is not known", () => {
    expect(tab("xyzzy")).toEqual({ yes: false, insert: "", candidates: [] });
    expect(seen("xyzzy.a")).toBe("nothing");
    expect(seen("Node.xyzzy")).toBe("nothing");
  });

  const user = { name: "Ada", address: { street: "High Street", zip: 1 }, "no-name": 0, greet(_to: string) {} };
  const prompt = promptWith(
    {
      user,
      list: ["a", user],
      counter: 1,
      text: "x",
      when: new Date(0),
      ages: new Map([["a", 1]]),
      Point: class Point {
        static origin() {}
        move(_x: number, _y: number) {}
      },
    },
    { flush() {}, fresh() {}, v: () => 0 },
  );

  it.each<[string, string | string[]]>([
    // Names.
    ["coun", "+ter"],
    ["flu", "+sh"],
    ["1 + coun", "+ter"],
    ["[user, coun", "+ter"],
    ["({ a: coun", "+ter"],
    ["`text ${coun", "+ter"],
    ["`text ${a} ${{ a: 1 }.a} ${coun", "+ter"],
    ["structuredCl", "+one"],
    ["inst", "+anceof"],
    ["const coun", "nothing"],
    ["const mine = 1; [1].map((element) => elem", "+ent"],
    ["a.coun", "nothing"],
    // Members.
    ["user.ad", "+dress"],
    ["user.", ["address", "greet/1", "name"]],
    ["user?.ad", "+dress"],
    ["user!.ad", "+dress"],
    ["user . ad", "+dress"],
    ["user\n  .ad", "+dress"],
    ["user.address.st", "+reet"],
    ['user["address"].st', "+reet"],
    ["user?.['address']?.st", "+reet"],
    ["list[1].na", "+me"],
    ["(user).na", "+me"],
    ["await user.na", "+me"],
    ["(await user).na", "+me"],
    ["send(user.na", "+me"],
    ["...user.na", "+me"],
    ["user.toSt", "+ring"],
    ["text.toUp", "+perCase"],
    ['"a".padE', "+nd"],
    ["`a${1}b`.padE", "+nd"],
    ["[1, 2].findLastI", "+ndex"],
    ["[1, [2, { a: 3 }]].findLastI", "+ndex"],
    ["/a/g.exe", "+c"],
    ["when.getFullY", "+ear"],
    ["ages.forE", "+ach"],
    ["counter.toFi", "+xed"],
    ["Math.sq", "+rt"],
    ["process.cw", "+d"],
    ["Point.or", "+igin"],
    ["self().to", "+String"],
    ["user.address().st", "nothing"],
    ["user[counter].st", "nothing"],
    // After new.
    ["new Poi", "+nt"],
    ["new Point(1, 2).mo", "+ve"],
    ["new Map().forE", "+ach"],
    ["new coun", "nothing"],
    ["new WeakM", "+ap"],
    // Not code.
    ["// coun", "nothing"],
    ["/* coun", "nothing"],
    ["// done\ncoun", "+ter"],
    ['"coun', "nothing"],
    ["`coun", "nothing"],
    ["12", "nothing"],
    ["counter ", "nothing"],
    // A string with code in it.
    ['h("Node.spawnL', "+ink"],
  ])("completes %j", (before, expected) => {
    expect(seen(before, prompt)).toEqual(expected);
  });

  it("lists what every object has, and every function, where somebody looks for just that", () => {
    expect(tab("user.", prompt).candidates).not.toContain("hasOwnProperty/1");
    expect(tab("Object.prototype.", prompt).candidates).toContain("hasOwnProperty/1");
    expect(tab("Function.prototype.", prompt).candidates).toContain("apply/2");
  });

  it("lists names of the prompt, of the library, of JavaScript, and keywords together", () => {
    const { candidates } = tab("f", prompt);
    expect(candidates).toEqual(expect.arrayContaining(["flush/0", "fresh/0", "float/1", "for", "function", "finally"]));
    expect(candidates).toEqual([...candidates].sort());
  });

  it("lists bindings, helpers and modules at an empty prompt, and not the whole of JavaScript", () => {
    const { candidates } = tab("", prompt);
    expect(candidates).toEqual(expect.arrayContaining(["Node", "counter", "flush/0", "self/0", "user"]));
    expect(candidates).not.toContain("Array");
    expect(candidates.filter((name) => name.startsWith("$"))).toEqual([]);
  });

  it("knows earlier lines of the text", () => {
    expect(seen("[1, 2,\ncoun", prompt)).toBe("+ter");
    expect(seen("function f(argument) {\n  return arg")).toBe("+ument");
    expect(seen("const text = `a\nuser.na", prompt)).toBe("nothing");
  });

  it("goes on from the last value, and from earlier ones", () => {
    const shell = promptWith({}, { v: () => 0 });
    shell.scope.last = user;
    shell.history.append(1, { first: true });
    shell.history.append(2, user);
    expect(seen(".add", shell)).toBe("+ress");
    expect(seen("_.add", shell)).toBe("+ress");
    expect(seen("v().add", shell)).toBe("+ress");
    expect(seen("v(1).fi", shell)).toBe("+rst");
    expect(seen("v(9).fi", shell)).toBe("nothing");
  });

  it("knows well-known atoms, and those in use", () => {
    expect(seen("atom.brut")).toBe("+al_kill");
    expect(seen("atom.zeb", promptWith({ message: tuple(atom.zebra, [1]) }))).toBe("+ra");
    expect(seen('atom("zeb', promptWith({ message: { deep: [atom("zebra!")] } }))).toBe("+ra!");
  });

  it("knows what a list has beside its elements", () => {
    const shell = promptWith({ found: /b/.exec("abc"), empty: Object.assign([], { note: 1 }) });
    expect(seen("found.inp", shell)).toBe("+ut");
    expect(seen("empty.no", shell)).toBe("+te");
    expect(seen("view.le", promptWith({ view: new DataView(new ArrayBuffer(8)) }))).toBe("nothing");
  });

  it("names once what hides something else of that name", () => {
    class Base {
      greet() {}
    }
    const shell = promptWith({ self: 1, heir: Object.assign(Object.create(new Base()), { greet: 1, own: 2 }) });
    expect(seen("sel", shell)).toBe("+f");
    expect(seen("heir.", shell)).toEqual(["greet", "own"]);
  });

  it("inserts whole characters", () => {
    const shell = promptWith({ sets: { "\u{1d4d0}": 1, "\u{1d4d1}": 2 } });
    expect(seen("sets.", shell)).toEqual(["\u{1d4d0}", "\u{1d4d1}"]);
  });

  it("reaches modules below others", () => {
    Code.registerModule("Shop.Cart", { add(_item: string) {} });
    const shell = promptWith({}, { Shop: Code.moduleNamed("Shop") });
    try {
      expect(seen("Shop.Cart.a", shell)).toBe("+dd");
    } finally {
      Code.purgeModule("Shop.Cart");
    }
  });
});

describe("Tab in a string", () => {
  let folder: string;
  const before = process.cwd();
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "complete-"));
    mkdirSync(join(folder, "lib"));
    mkdirSync(join(folder, "node_modules", "@scope", "left"), { recursive: true });
    for (const file of ["remote.ts", "notes.txt", "lib/chat.ts", ".hidden.ts"]) writeFileSync(join(folder, file), "");
    process.chdir(folder);
  });
  afterAll(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });

  it.each<[string, string | string[]]>([
    ['c("re', "+mote.ts"],
    ['c("', ["lib/", "remote.ts"]],
    ['c(["remote.ts", "li', "+b/"],
    ['c("lib/', "+chat.ts"],
    ['c("./re', "+mote.ts"],
    ['importFile("lib/c', "+hat.ts"],
    ['import { chat } from "./lib/c', "+hat.ts"],
    ['import("./re', "+mote.ts"],
    ['import { readFile } from "node:fs/pro', "+mises"],
    ['import left from "@sc', "+ope/"],
    ['import left from "@scope/l', "+eft"],
    ['fs.readFileSync("not', "+es.txt"],
    ['fetch("./not', "+es.txt"],
    ['fetch("not', "nothing"],
  ])("completes %s", (text, expected) => {
    expect(seen(text)).toEqual(expected);
  });

  it("tells links to folders from others, also among very many", () => {
    mkdirSync("links");
    for (let n = 1000; n < 2200; n++) symlinkSync("../lib", `links/link${n}`);
    for (const name of ["more", "most.txt"]) symlinkSync("../notes.txt", `links/${name}`);
    const first = Array.from({ length: 200 }, (_, n) => `link${1000 + n}/`);
    expect(seen('ls("links/link')).toEqual([...first, "... 1000 more"]);
    expect(seen('ls("links/link219')).toEqual(first.slice(0, 10).map((_, n) => `link219${n}/`));
    expect(seen('ls("links/mor')).toBe("+e");
    expect(seen('c("links/mo')).toBe("nothing");
  });

  it("completes the names of registered processes", () =>
    inProcess(() => {
      Process.register(self(), "zookeeper");
      expect(seen('send("zoo')).toBe("+keeper");
      expect(seen('Process.whereis("zoo')).toBe("+keeper");
      expect(seen('GenServer.call("zoo')).toBe("+keeper");
      expect(seen('Node.connect("zoo')).toBe("nothing");
    }));

  it("completes the names of nodes", () => {
    expect(seen('Node.spawnLink("non')).toBe("+ode@nohost");
    expect(seen('GenServer.call(["server", "non')).toBe("+ode@nohost");
    expect(seen('send(tuple("server", "non')).toBe("+ode@nohost");
    expect(seen('anything("nonode@')).toBe("+nohost");
  });
});

describe("Tab where very many names are", () => {
  const names = Array.from({ length: 100_000 }, (_, n) => `key${n}`);
  const bindings = Object.fromEntries(names.map((name) => [name, () => 0]));
  const prompt = promptWith({ big: bindings });
  const first = [...names].sort().slice(0, 200);

  it.each([
    ["members", "big.key", prompt],
    ["bindings", "key", promptWith(bindings)],
  ])("lists the first %s and says how many more there are", (_, before, shell) => {
    const { candidates } = tab(before, shell);
    expect(candidates).toEqual([...first.map((name) => `${name}/0`), "... 99800 more"]);
  });

  it("inserts what all of them have in common, also those that are not listed", () => {
    expect(seen("big.", prompt)).toBe("+key");
    expect(seen("big.key4711", prompt)).toEqual(expect.arrayContaining(["key4711/0", "key47110/0"]));
    expect(seen("big.", promptWith({ big: { ...bindings, other: 1 } }))).toContain("... 99801 more");
  });

  it("looks at what is listed, and at nothing else", () => {
    const shells = [prompt, promptWith(bindings)] as const;
    const look = jest.spyOn(Object, "getOwnPropertyDescriptor");
    try {
      for (const text of ["big.", "big.key", "big.key9999"]) seen(text, shells[0]);
      seen("key", shells[1]);
      expect(look.mock.calls.length).toBeLessThan(2000);
    } finally {
      look.mockRestore();
    }
  });

  it("counts names once that hide others", () => {
    const shell = promptWith({ both: Object.assign(Object.create(bindings), bindings) });
    expect(seen("both.key", shell)).toContain("... 99800 more");
  });

  it("knows the names of ten thousand prototypes, without comparing each with each", () => {
    let chain: object = { end: 1 };
    for (let n = 0; n < 10_000; n++) chain = Object.assign(Object.create(chain), { [`own${n}`]: () => n });
    const shell = promptWith({ chain });
    const ask = jest.spyOn(Object, "hasOwn");
    try {
      const listed = ["end", "own0/0", "own1000/0", "... 9801 more"];
      expect(seen("chain.", shell)).toEqual(expect.arrayContaining(listed));
      expect(seen("chain.own999", shell)).toContain("own9999/0");
      expect(ask.mock.calls.length).toBeLessThan(100_000);
    } finally {
      ask.mockRestore();
    }
  });

  it("takes nothing apart that has very many parts without names", () => {
    const letters = Object("x".repeat(1_000_000));
    const bytes = new Uint8Array(1_000_000);
    const list = Array(1_000_000).fill(letters);
    const shell = promptWith({ letters, bytes, list, message: [atom.zebra] });
    const look = jest.spyOn(Object, "getOwnPropertyNames");
    try {
      expect(seen("atom.zeb", shell)).toBe("+ra");
      for (const text of ["letters.", "bytes.", "list."]) expect(seen(text, shell)).toContain("at/1");
      const taken = look.mock.calls.map(([value]) => value);
      for (const value of [letters, bytes, list]) expect(taken.includes(value)).toBe(false);
    } finally {
      look.mockRestore();
    }
  });

  it("lists a few hundred names as they are", () => {
    const some = names.slice(0, 200);
    const shell = promptWith({ some: Object.fromEntries(some.map((name) => [name, 1])) });
    expect(seen("some.key", shell)).toEqual([...some].sort());
  });
});

describe("completion runs no code of the user", () => {
  function trapped(): { touched: string[]; trap: object } {
    const touched: string[] = [];
    const handler = new Proxy({}, { get: (_, name) => () => void touched.push(String(name)) });
    return { touched, trap: new Proxy({}, handler as ProxyHandler<object>) };
  }

  it("neither getters", () => {
    let asked = 0;
    const lazy = {
      get heavy() {
        return ++asked;
      },
      plain: 1,
    };
    class Account {
      get balance() {
        return ++asked;
      }
      static get all() {
        return ++asked;
      }
    }
    const shell = promptWith({ lazy, Account, account: new Account() });
    expect(seen("lazy.", shell)).toEqual(["heavy", "plain"]);
    expect(seen("account.ba", shell)).toBe("+lance");
    expect(seen("Account.a", shell)).toBe("+ll");
    class Samples extends Uint8Array {
      override get length(): number {
        return ++asked;
      }
    }
    expect(seen("samples.findLastI", promptWith({ samples: new Samples(3) }))).toBe("+ndex");
    for (const text of ["lazy.heavy.to", "account.balance.x", "Account.all.x"])
      expect(seen(text, shell)).toBe("nothing");
    expect(asked).toBe(0);
  });

  it("nor proxies, wherever they stand", () => {
    const { touched, trap } = trapped();
    const shell = promptWith({ trap, inside: { trap }, heir: Object.create(trap), list: [trap] });
    for (const text of [
      "tr",
      "trap.",
      "trap.a.b",
      "inside.trap.x",
      "heir.x",
      "new tr",
      "list[0].x",
      "atom.a",
      "new trap().x",
      "",
    ])
      expand(text, shell);
    expect(touched).toEqual([]);
  });

  it("nor functions, nor iterators, nor conversions", () => {
    let called = 0;
    const call = () => void called++;
    const odd = { toString: call, valueOf: call, [Symbol.toPrimitive]: call, [Symbol.iterator]: call, then: call };
    const shell = promptWith({ call, odd });
    for (const text of ["call().a", "odd.", "`${odd}`.", "new call().x", "odd[odd].x", "(odd).th"]) expand(text, shell);
    expect(called).toBe(0);
  });
});

describe("completion never fails", () => {
  const samples = [
    "const f = async (a: number): Promise<string> => `x ${a + `${{ b: [1] }.b}`} y`; // done\nf(1).then((s) => s.length)",
    'import { a as b } from "./x.js"; class A<T> extends B { #p = /[/]\\/x/g; get [c]() { return this.#p!.d?.["e"]?.(1)[0] } }',
    'send(["name", "node@host"], tuple(atom.hi, self())) /* end */ ?? new Map([[1, { a: "\\"" }]]).get(1)',
    "if (a) { b } else `\u{1f600} ${",
    "}}}])) ?. ... . .. 'a\nb \\",
  ];

  it.each(samples)("at any place of %j", (sample) => {
    const shell = promptWith({ a: 1, b: { c: 2 } });
    for (let end = 0; end <= sample.length; end++) expect(() => expand(sample.slice(0, end), shell)).not.toThrow();
  });

  it("whatever is typed", () => {
    const shell = promptWith({ a: 1 });
    const piece = fc.constantFrom(
      "a",
      ".",
      "?.",
      "(",
      ")",
      "[",
      "]",
      "{",
      "}",
      '"',
      "'",
      "`",
      "${",
      "/",
      "//",
      "/*",
      "*/",
      "\\",
      "\n",
      " ",
      "new ",
      "import ",
      "await ",
      "1",
      ",",
      "c",
      "@",
      "=>",
      "\u{1f600}",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const { yes, insert, candidates } = expand(pieces.join(""), shell);
        expect(yes).toBe(insert !== "" || candidates.length > 0);
      }),
    );
  });

  it("in time, also for long lines and large values", () => {
    const list = Array.from({ length: 1_000_000 }, (_, i) => i);
    const shell = promptWith({ list, bytes: new Uint8Array(10_000_000), letters: "x".repeat(1_000_000) });
    for (const text of [
      "list.findLastI",
      "bytes.findLastI",
      "letters.padE",
      `${"list + ".repeat(20_000)}lis`,
      `${"(".repeat(20_000)}lis`,
    ]) {
      const start = performance.now();
      expect(expand(text, shell).yes).toBe(true);
      expect(performance.now() - start).toBeLessThan(1000);
    }
  });
});
