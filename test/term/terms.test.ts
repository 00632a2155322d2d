import { describe, expect, it } from "@jest/globals";
import {
  atom,
  atomName,
  atomToName,
  Float,
  float,
  internPid,
  internPort,
  internReference,
  isAtom,
  isTuple,
  localOrigin,
  localPid,
  makeRef,
  nameToAtom,
  origin,
  rememberPid,
  setLocalOrigin,
  tuple,
  tupleFrom,
} from "../../src/term/index.js";
import { Interned } from "../../src/term/interned.js";
import { messageOf } from "../../src/term/thrown.js";

describe("atom", () => {
  it("is the registered symbol of its name, by call and by property", () => {
    expect(atom("sup?")).toBe(Symbol.for("sup?"));
    expect(atom.ok).toBe(Symbol.for("ok"));
    expect(atomName(atom.ok)).toBe("ok");
  });

  it("is TypeScript's own word for true, false, nil and undefined", () => {
    expect([atom("true"), atom("false"), atom("nil"), atom("undefined")]).toEqual([true, false, null, undefined]);
    expect([true, false, null, undefined].map(atomName)).toEqual(["true", "false", "nil", "undefined"]);
  });

  it("has up to 255 characters", () => {
    expect(atomName(atom("é".repeat(255)))).toHaveLength(255);
    expect(() => atom("x".repeat(256))).toThrow(RangeError);
  });

  it("is told from symbols that are nobody else's", () => {
    expect(isAtom(atom.ok)).toBe(true);
    expect(isAtom(Symbol("ok"))).toBe(false);
    expect(() => atomName(Symbol("ok"))).toThrow(TypeError);
  });
});

describe("names", () => {
  it.each([
    ["P24Chat.TaskSupervisor", "Elixir.P24Chat.TaskSupervisor"],
    ["Élan", "Elixir.Élan"],
    ["shell", "shell"],
    ["Elixir.Foo", "Elixir.Foo"],
  ])("%s stands for the atom %s", (name, full) => {
    expect(atomName(nameToAtom(name))).toBe(full);
    expect(nameToAtom(atomToName(nameToAtom(name)))).toBe(nameToAtom(name));
  });
});

describe("tuple", () => {
  it("is a frozen array that destructures", () => {
    const [tag, value] = tuple(atom.ok, 1);
    expect([tag, value]).toEqual([atom.ok, 1]);
    expect(Object.isFrozen(tuple(1))).toBe(true);
  });

  it("holds a single number as its element, not as its length", () => {
    expect([...tupleFrom([3])]).toEqual([3]);
  });

  it("gives lists from map and slice", () => {
    expect(isTuple(tuple(1, 2))).toBe(true);
    expect(isTuple(tuple(1, 2).map((x: unknown) => x))).toBe(false);
    expect(isTuple([1, 2])).toBe(false);
  });
});

describe("pids, references and ports", () => {
  it("are the same object for the same numbers", () => {
    expect(internPid("a@b", 1, 5, 0)).toBe(internPid("a@b", 1, 5, 0));
    expect(internPid("a@b", 1, 5, 0)).not.toBe(internPid("a@b", 2, 5, 0));
    expect(internReference("a@b", 1, [1, 2, 3])).toBe(internReference("a@b", 1, [1, 2, 3]));
    expect(internPort("a@b", 1, 4n)).toBe(internPort("a@b", 1, 4n));
  });

  it("lead back to the local object once they were printed", () => {
    const pid = localPid(4711, 0);
    expect(String(pid)).toBe("#PID<0.4711.0>");
    expect(internPid(localOrigin.node, localOrigin.creation, 4711, 0)).toBe(pid);
    const ref = makeRef();
    expect(String(ref)).toMatch(/^#Reference<0\.\d+\.\d+\.\d+>$/);
    expect(internReference(localOrigin.node, localOrigin.creation, ref.ids)).toBe(ref);
  });

  it("print the index of their node, the same for all its lives", () => {
    const first = internPid("peer@host", 1, 5, 0);
    const { index } = origin("peer@host", 2);
    expect(String(first)).toBe(`#PID<${index}.5.0>`);
    expect(index).toBeGreaterThan(10_000);
  });

  it("stay local when the node gets its name", () => {
    const pid = rememberPid(localPid(4712, 0));
    const { node, creation } = localOrigin;
    setLocalOrigin("me@localhost", 7);
    expect(pid.node).toBe("me@localhost");
    expect(pid.isLocal).toBe(true);
    expect(internPid("me@localhost", 7, 4712, 0)).toBe(pid);
    setLocalOrigin(node, creation);
  });
});

describe("float", () => {
  it("keeps integral floats apart from integers, and leaves others alone", () => {
    expect(float(1)).toBeInstanceOf(Float);
    expect(float(1.5)).toBe(1.5);
    expect(Number(float(2)) + 1).toBe(3);
    expect(() => float(Number.NaN)).toThrow(RangeError);
  });

  it.each([
    [1, "1.0"],
    [-0, "-0.0"],
    [1e15, "1000000000000000.0"],
    [1e16, "1.0e16"],
    [123456789012345680, "1.2345678901234568e17"],
    [1e300, "1.0e300"],
  ])("prints %p as Elixir does", (value, text) => {
    expect(String(float(value))).toBe(text);
  });
});

describe("Interned", () => {
  it("gives the same object for the same key while it is held", () => {
    const table = new Interned<string, object>();
    const value = {};
    expect(table.set("a", value)).toBe(value);
    expect(table.get("a")).toBe(value);
    expect(table.get("b")).toBeUndefined();
    expect(table.size).toBe(1);
  });
});

describe("the message of what was thrown", () => {
  const unreadable = Object.defineProperty({}, "message", {
    get: () => {
      throw new Error("no");
    },
  });
  it.each([
    ["an error's own", new TypeError("oops"), "oops"],
    ["the error's text when it says nothing", new RangeError(), "RangeError"],
    ["the text of any other value", "text", "text"],
    ["that of nothing", undefined, "undefined"],
    ["a substitute where reading it throws", unreadable, "an error without a message"],
    ["a substitute where there is no text", Object.create(null), "an error without a message"],
  ])("is %s", (_what, thrown, message) => {
    expect(messageOf(thrown)).toBe(message);
  });
});
