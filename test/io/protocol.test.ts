import { describe, expect, it } from "@jest/globals";
import {
  getChars,
  getGeometry,
  getLine,
  ioReply,
  ioRequest,
  parseEnvelope,
  parseRequest,
  putChars,
} from "../../src/io/protocol.js";
import { atom, makeRef, tuple } from "../../src/term/index.js";
import { remotePid } from "../support/processes.js";

const a = (name: string): symbol => atom(name);
const UNKNOWN = { type: "unknown" };

describe("a request of the I/O protocol", () => {
  it.each([
    [putChars("hi"), { type: "putChars", chars: "hi" }],
    [tuple(a("put_chars"), a("latin1"), "hi"), { type: "putChars", chars: "hi" }],
    [tuple(a("put_chars"), "hi"), { type: "putChars", chars: "hi" }],
    [tuple(a("put_chars"), ["h", 105]), { type: "putChars", chars: ["h", 105] }],
    [
      tuple(a("put_chars"), a("unicode"), a("io_lib"), a("format"), ["~p", [1]]),
      { type: "format", module: a("io_lib"), name: a("format"), args: ["~p", [1]] },
    ],
    [tuple(a("put_chars"), a("m"), a("f"), []), { type: "format", module: a("m"), name: a("f"), args: [] }],
    [getLine("> "), { type: "getLine", prompt: "> " }],
    [tuple(a("get_line"), "> "), { type: "getLine", prompt: "> " }],
    [getChars("> ", 3), { type: "getChars", prompt: "> ", count: 3 }],
    [tuple(a("get_chars"), "> ", 3), { type: "getChars", prompt: "> ", count: 3 }],
    [getGeometry("columns"), { type: "geometry", what: "columns" }],
    [getGeometry("rows"), { type: "geometry", what: "rows" }],
    [a("getopts"), { type: "getOptions" }],
    [tuple(a("getopts")), { type: "getOptions" }],
    [tuple(a("setopts"), [tuple(a("echo"), false)]), { type: "setOptions" }],
    [tuple(a("requests"), [1, 2]), { type: "requests", requests: [1, 2] }],
    [a("bogus"), UNKNOWN],
    [tuple(a("bogus"), 1), UNKNOWN],
    ["a string", UNKNOWN],
    [tuple(a("put_chars"), a("unicode"), "m", "f", []), UNKNOWN],
    [tuple(a("put_chars"), a("unicode")), UNKNOWN],
    [tuple(a("get_line"), a("unicode"), "> ", 1), UNKNOWN],
    [tuple(a("get_chars"), a("unicode"), "> ", -1), UNKNOWN],
    [tuple(a("get_chars"), a("unicode"), "> ", "3"), UNKNOWN],
    [tuple(a("get_geometry"), a("depth")), UNKNOWN],
    [tuple(a("requests"), "no list"), UNKNOWN],
    [tuple(), UNKNOWN],
  ])("%p is understood", (request, parsed) => {
    expect(parseRequest(request)).toEqual(parsed);
  });

  it("is packed with who asks and how to answer", () => {
    const ref = makeRef();
    const message = ioRequest(remotePid(), ref, putChars("x"));
    expect(message).toEqual(tuple(a("io_request"), remotePid(), ref, putChars("x")));
    expect(parseEnvelope(message)).toEqual({ from: remotePid(), replyAs: ref, request: putChars("x") });
    expect(ioReply(ref, atom.ok)).toEqual(tuple(a("io_reply"), ref, atom.ok));
  });

  it.each([
    ["a message"],
    [[a("io_request"), remotePid(), 1, a("getopts")]],
    [tuple(a("io_request"), remotePid(), 1)],
    [tuple(a("io_request"), "no pid", 1, a("getopts"))],
    [tuple(a("other"), remotePid(), 1, a("getopts"))],
  ])("is not %p", (message) => {
    expect(parseEnvelope(message)).toBeUndefined();
  });
});
