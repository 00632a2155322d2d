import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { fread } from "../../src/io/index.js";
import { atom, tuple } from "../../src/term/index.js";

const done = (...values: unknown[]) => tuple(atom.ok, values);
const failed = (what: string) => tuple(atom.error, tuple(atom.fread, atom(what)));
const codes = (text: string) => Array.from(text, (character) => character.codePointAt(0));

/** Expected values are what `io_lib:fread/2` of Erlang/OTP 25 gives. */
describe("reading by a format", () => {
  it.each([
    ["~d", "12\n", done(12), ""],
    ["~d", "  -7 rest\n", done(-7), " rest\n"],
    ["~d ~s", "3 apples\n", done(3, codes("apples")), ""],
    ["~u,~u", "1,2\n", done(1, 2), ""],
    ["~f", "1.5\n", done(1.5), ""],
    ["~a", "ok\n", done(atom.ok), ""],
    ["~c", "xy\n", done(codes("x")), "y\n"],
    ["~2d~d", "1234\n", done(12, 34), ""],
    ["~*d ~d", "1 2\n", done(2), ""],
    ["~~~d", "~5\n", done(5), ""],
    ["~-~d", "-5\n", done(-1, 5), ""],
    ["~s~l", "abc\n", done(codes("abc"), 3), ""],
    ["~d ~d", "1\n2\nrest\n", done(1, 2), "rest\n"],
    ["~d", "x\n", failed("integer"), ""],
    ["~f", "1\n", failed("float"), ""],
    ["a", "b\n", failed("input"), ""],
  ])("%j reads %j", (format, text, result, rest) => {
    expect(fread([], text, format)).toEqual(tuple(atom.done, result, rest));
  });

  it("waits for a whole line, and for as many lines as the format needs", () => {
    expect(fread([], "12", "~d")).toEqual(tuple(atom.more, "12"));
    expect(fread("12", "3\n", "~d")).toEqual(tuple(atom.done, done(123), ""));
    expect(fread([], "1\n", "~d ~d")).toEqual(tuple(atom.more, "1\n"));
  });

  it("makes do with what there is at the end of the input", () => {
    expect(fread([], atom.eof, "~d")).toEqual(tuple(atom.done, atom.eof, ""));
    expect(fread("12", atom.eof, "~d")).toEqual(tuple(atom.done, done(12), ""));
    expect(fread("1\n", atom.eof, "~d ~d")).toEqual(tuple(atom.done, failed("input"), ""));
  });

  it("refuses a directive that it does not know", () => {
    expect(() => fread([], "1\n", "~q")).toThrow("Cannot read by this format");
  });

  it("ends for any text and any format", () => {
    const format = fc.array(fc.constantFrom("~d", "~s", "~c", "~2d", "~*d", " ", "a", ","), { maxLength: 6 });
    fc.assert(
      fc.property(format, fc.string(), (parts, text) => {
        const [tag] = fread([], `${text}\n`, parts.join("")) as unknown as [symbol];
        expect([atom.done, atom.more]).toContain(tag);
      }),
    );
  });
});
