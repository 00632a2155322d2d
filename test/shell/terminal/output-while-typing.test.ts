import { describe, expect, it } from "@jest/globals";
import { ending, wholeShells } from "../../support/shells.js";

const shells = wholeShells();

/** Each prints a line when the test says so, by a signal. */
const when = (action: string): string => `void process.on("SIGUSR2", () => { ${action} })`;
const WAYS: [from: string, text: string][] = [
  ["a callback", when('console.log("out")')],
  ["a timer", when('setTimeout(() => console.log("out"), 1)')],
  ["a process", `const printer = spawn(async () => { await receive(); IO.puts("out") }); ${when("send(printer, 1)")}`],
  ["a library that writes to stdout", when('process.stdout.write("out\\n")')],
  ["a library that writes to stderr", when('process.stderr.write("out\\n")')],
  ["a stream in pieces", when('for (const c of "out\\n") process.stdout.write(c)')],
];

describe("Output while a text of several lines is typed", () => {
  it.each(WAYS)("from %s stands above the line that is typed", async (_from, text) => {
    const shell = await shells.open();
    shell.type(`${text}\r`);
    await shell.waitFor(/\niex\(2\)>$/);
    shell.type("[1,\r2, x");
    await shell.waitFor(ending("iex(2)> [1,\n...(2)> 2, x"));
    const isBeforeX = () => shell.cursor().column === "...(2)> 2, ".length;
    shell.press("left");
    await shell.waitFor(isBeforeX);
    shell.kill("SIGUSR2");
    await shell.waitFor((seen) => ending("iex(2)> [1,\nout\n...(2)> 2, x")(seen) && isBeforeX());
    shell.type("3, 4].at(-2) // ");
    shell.press("enter");
    await shell.waitFor(ending("3\niex(3)>"));
  });

  it("stands above a recalled block, whose cursor stays where it was, also after a resize", async () => {
    const shell = await shells.open({ columns: 60, rows: 20 });
    shell.type("const twice = (n: number) => {\r  return n * 2\r}\r");
    await shell.waitFor(ending("#Function<twice/1>\niex(2)>"));
    shell.type(`let n = 0; ${when('console.log("out " + ++n)')}\r`);
    await shell.waitFor(/\niex\(3\)>$/);
    shell.press("up");
    shell.press("up");
    await shell.waitFor((seen) => /iex\(3\)> const twice = \(n: number\) => \{\n.*return n \* 2\n\s*\}$/.test(seen));
    shell.type("\x1b[D".repeat(3));
    shell.kill("SIGUSR2");
    await shell.waitFor((seen) => /out 1\niex\(3\)> const twice = [^\n]*\n.*return n \* 2\n\s*\}$/.test(seen));
    shell.resize(70, 20);
    shell.kill("SIGUSR2");
    await shell.waitFor((seen) => /out 2\niex\(3\)> const twice = [^\n]*\n.*return n \* 2\n\s*\}$/.test(seen));
    expect(shell.screen({ scrollback: true }).match(/iex\(3\)>/g)).toHaveLength(1);
    shell.press("delete");
    shell.type("3");
    await shell.waitFor((seen) => /return n \* 3\n\s*\}$/.test(seen));
    shell.press("enter");
    await shell.waitFor(ending("#Function<twice/1>\niex(4)>"));
    shell.type("twice(2)\r");
    await shell.waitFor(ending("iex(4)> twice(2)\n6\niex(5)>"));
  });
});
