import { describe, expect, it } from "@jest/globals";
import { readOptions, type TestOptions, testEnvironment, workerName } from "../../src/jest/options.js";

const parsed = (...args: string[]): TestOptions => readOptions(testEnvironment(args).env);

describe("the arguments of iex-ts test", () => {
  it("leave to jest what is jest's", () => {
    const { args } = testEnvironment(["--watch", "--only", "slow", "test/a.test.ts", "--seed=7", "-t", "name"]);
    expect(args).toEqual(["--watch", "test/a.test.ts", "--seed=7", "-t", "name"]);
  });

  it("say --trace in jest's words", () => {
    expect(testEnvironment(["--trace", "test/a.test.ts"]).args).toEqual(["--verbose", "--runInBand", "test/a.test.ts"]);
  });

  it("include and exclude tests by their tags", () => {
    expect(parsed("--include", "y:z", "--exclude", "a", "--include=b", "--exclude", "c:1")).toEqual({
      only: false,
      include: [["y", "z"], ["b"]],
      exclude: [["a"], ["c", "1"]],
    });
  });

  it("exclude all tests but those of --only, which come first among the included", () => {
    expect(parsed("--include", "b", "--exclude", "d", "--only", "z")).toEqual({
      only: true,
      include: [["z"], ["b"]],
      exclude: [["test"], ["d"]],
    });
  });

  it("name the node that the tests run on", () => {
    expect(parsed("--sname", "t@localhost", "--cookie", "secret").node).toEqual({
      name: "t@localhost",
      type: "shortnames",
      cookie: "secret",
    });
    expect(parsed("--name", "t@127.0.0.1").node).toEqual({ name: "t@127.0.0.1", type: "longnames" });
    expect(parsed().node).toBeUndefined();
  });

  it.each([["--only"], ["--exclude", "--watch"], ["--sname"]])("must have a value: %s %s", (...args) => {
    expect(() => testEnvironment(args)).toThrow(`The option ${args[0]} needs a value: ${args[0]} `);
  });

  it("are no filters and no node without iex-ts test", () => {
    expect(readOptions({})).toEqual({ only: false, include: [], exclude: [] });
  });
});

describe("the node of one of several workers", () => {
  it.each([
    ["t@localhost", 1, "t@localhost"],
    ["t@localhost", 2, "t-2@localhost"],
    ["t", 3, "t-3"],
  ])("%s for worker %i is %s", (name, worker, expected) => {
    expect(workerName(name, worker)).toBe(expected);
  });
});
