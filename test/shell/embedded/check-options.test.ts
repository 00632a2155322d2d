import { PassThrough, Readable, Writable } from "node:stream";
import { describe, expect, it } from "@jest/globals";
import { Shell } from "../../../shell/index.js";

const streams = () => ({ input: new PassThrough(), output: new PassThrough() });

const STREAMS = "give two streams: Shell.start({ input: socket, output: socket })";
const SIZE = "in whole numbers from 1, such as { columns: 80, rows: 24 }";
const TEXTS = 'give a list of texts, such as ["const x = 1"]';
const BINDINGS = "give an object of names and values, such as { x: 1 }";
const NODE = 'give the name of a node, such as "me@localhost"';

describe("what a shell is started with", () => {
  it.each<[string, unknown, string]>([
    ["nothing", undefined, `reads from undefined: ${STREAMS}`],
    ["no options", 3, `reads from undefined: ${STREAMS}`],
    ["no streams", {}, `reads from undefined: ${STREAMS}`],
    ["no output", { input: new PassThrough() }, `prints to undefined: ${STREAMS}`],
    ["an input that nobody can read", { ...streams(), input: new Writable() }, "reads from Writable {"],
    ["an input that only looks like one", { ...streams(), input: { on() {}, pipe() {} } }, "reads from { on:"],
    ["an output that nobody can print to", { ...streams(), output: new Readable() }, "prints to Readable {"],
    ["an output that only looks like one", { ...streams(), output: { on() {}, write() {} } }, "prints to { on:"],
    ["an option that there is none of", { ...streams(), colour: true }, 'the option "colour": the options are input,'],
    ["a binding that is no name", { ...streams(), bindings: { "a-b": 1 } }, 'Cannot bind "a-b": no variable can have'],
    ["a binding that is a word", { ...streams(), bindings: { await: 1 } }, 'Cannot bind "await": no variable can have'],
    ["bindings elsewhere", { ...streams(), node: "a@localhost", bindings: {} }, "on a@localhost with bindings"],
  ])("is refused where it is %s", (_what, options, message) => {
    expect(() => Shell.start(options as never)).toThrow(TypeError);
    expect(() => Shell.start(options as never)).toThrow(message);
  });

  it.each<[string, unknown, string]>([
    ["terminal", "yes", `as "yes": give true, false, or a size ${SIZE}`],
    ["terminal", null, `as null: give true, false, or a size ${SIZE}`],
    ["terminal", { columns: -1, rows: 0 }, `as { columns: -1, rows: 0 }: give true, false, or a size ${SIZE}`],
    ["terminal", { columns: 80 }, `as { columns: 80 }: give true, false, or a size ${SIZE}`],
    ["terminal", { columns: 80, rows: 2.5 }, `as { columns: 80, rows: 2.5 }: give true, false, or a size ${SIZE}`],
    ["colors", 1, "as 1: give true or false"],
    ["evaluate", "1+1", `as "1+1": ${TEXTS}`],
    ["evaluate", [1], `as [1]: ${TEXTS}`],
    ["bindings", 3, `as 3: ${BINDINGS}`],
    ["bindings", new Map([["x", 1]]), `as Map(1) { "x" => 1 }: ${BINDINGS}`],
    ["bindings", [], `as []: ${BINDINGS}`],
    ["node", 3, `as 3: ${NODE}`],
    ["node", "", `as "": ${NODE}`],
    ["dotIex", 3, "as 3: give the path of a file, or leave it out for none"],
  ])("is refused where %s is %j", (name, value, message) => {
    const options = { ...streams(), [name]: value };
    expect(() => Shell.start(options as never)).toThrow(TypeError);
    expect(() => Shell.start(options as never)).toThrow(`Cannot start a shell with ${name} ${message}`);
  });

  it("is refused at once where it is another node and this one has no name", () => {
    expect(() => Shell.start({ ...streams(), node: "nobody@localhost" })).toThrow(
      "Cannot open a shell on nobody@localhost: this node has no name, give it one with Node.start",
    );
  });

  it("may leave out any option by undefined", async () => {
    const { input, output } = streams();
    const none = { node: undefined, terminal: undefined, colors: undefined, dotIex: undefined };
    const shell = Shell.start({ input, output, ...none, evaluate: undefined, bindings: undefined });
    input.end("1 + 1\n");
    output.resume();
    expect(await shell.left).toBe(0);
  });
});

describe("the size that a shell is told", () => {
  it.each<[string, object]>([
    ["lines", {}],
    ["keys", { terminal: true }],
  ])("is refused where it is none, at a shell that reads %s", async (_what, options) => {
    const { input, output } = streams();
    const shell = Shell.start({ input, output, ...options });
    for (const size of [
      undefined,
      null,
      80,
      {},
      { columns: 80 },
      { columns: 0, rows: 24 },
      { columns: "80", rows: 24 },
    ])
      expect(() => shell.resize(size as never)).toThrow(TypeError);
    expect(() => shell.resize({ columns: -1, rows: 24 })).toThrow(
      `Cannot give the shell a terminal of { columns: -1, rows: 24 }: give its size ${SIZE}`,
    );
    shell.resize({ columns: 1, rows: 1 });
    output.resume();
    input.write("1 + 1\r\nexit()\r\n");
    expect(await shell.left).toBe(0);
  });
});
