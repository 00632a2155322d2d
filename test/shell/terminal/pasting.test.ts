import { describe, expect, it } from "@jest/globals";
import { bracketed, ending, wholeShells } from "../../support/shells.js";

const shells = wholeShells();

/** Twenty times ten lines: statements over several lines, with tabs, blank lines and comments. */
const BLOCK = Array.from({ length: 20 }, (_, n) => [
  `// part ${n}`,
  `function f${n}(x: number): number {`,
  "\tif (x > 1) {",
  "\t\treturn x;",
  "",
  "\t}",
  `\treturn ${n};`,
  "}",
  "",
  `total += f${n}(0)`,
]).flat();
const SUM = (20 * 19) / 2;

const WAYS: [way: string, paste: (text: string) => string][] = [
  ["that the terminal marks", bracketed],
  ["that nobody marks", (text) => text.replaceAll("\n", "\r")],
];

describe.each(WAYS)("A paste %s", (_way, paste) => {
  it("of 200 lines is evaluated statement by statement, each at its prompt", async () => {
    const shell = await shells.open();
    shell.type("let total = 0\r");
    await shell.waitFor(ending("0\niex(2)>"));
    shell.type(paste(`${BLOCK.join("\n")}\n`));
    // A comment, a function and a sum count; an empty line does not.
    const seen = await shell.waitFor(ending(`iex(61)> total += f19(0)\n${SUM}\niex(62)>`));
    expect(seen).not.toContain("**");
    expect(seen.match(/^#Function<f\d+\/1>$/gm)).toHaveLength(20);
    shell.type("f7(9)\r");
    await shell.waitFor(ending("iex(62)> f7(9)\n9\niex(63)>"));
  });

  it("of a session loses prompts and output", async () => {
    const shell = await shells.open();
    shell.type(
      paste("iex(me@localhost)7> const x = [1,\n...(me@localhost)7>   2]\n[1, 2]\niex(me@localhost)8> x.length\n2\n"),
    );
    const seen = await shell.waitFor(ending("iex(2)> x.length\n2\niex(3)>"));
    expect(seen).toMatch(
      /\niex\(1\)> const x = \[1,\n\.\.\.\(1\)> {3}2\]\n\[1, 2\]\niex\(2\)> x\.length\n2\niex\(3\)>$/,
    );
    shell.type("iex> x[1]\r");
    await shell.waitFor(ending("iex(3)> x[1]\n2\niex(4)>"));
  });

  it("goes on with a statement where the next line does", async () => {
    const shell = await shells.open();
    const text =
      'const up = ["a"]\n  .map((s) => s.toUpperCase())\n  .join()\nif (up === "B") {\n  1\n}\nelse {\n  2\n}\n';
    shell.type(paste(text));
    await shell.waitFor(/\n2\niex\(3\)>$/);
    expect(shell.screen()).not.toContain("**");
    shell.type("up\r");
    await shell.waitFor(ending('iex(3)> up\n"A"\niex(4)>'));
  });
});

describe("A paste that the terminal marks", () => {
  it("leaves its last line to be edited, without the prompt that it had", async () => {
    const shell = await shells.open();
    shell.type(bracketed("iex(1)> 1\n1\niex(2)> 2 +"));
    await shell.waitFor(ending("iex(2)> 2 +"));
    shell.type(" 3\r");
    await shell.waitFor(ending("iex(2)> 2 + 3\n5\niex(3)>"));
  });

  it("goes into the middle of a line", async () => {
    const shell = await shells.open();
    shell.type("[1, 4]");
    shell.type("\x1b[D".repeat(3));
    shell.type(bracketed(" 2,\t3,"));
    await shell.waitFor((seen) => /iex\(1\)> \[1, 2,\s+3, 4\]$/.test(seen));
    shell.press("enter");
    await shell.waitFor(ending("[1, 2, 3, 4]\niex(2)>"));
  });

  it("whose end is never marked does not hold the keyboard for ever", async () => {
    const shell = await shells.open();
    shell.type("\x1b[200~1 + 1");
    await shell.waitFor(ending("iex(1)> 1 + 1"));
    shell.press("enter");
    await shell.waitFor(ending("2\niex(2)>"));
  });
});
