import { describe, expect, it } from "@jest/globals";
import { ending, wholeShells } from "../../support/shells.js";

const shells = wholeShells();
const COLORS = { env: { NO_COLOR: "" } };
/** What sets a colour or takes it back. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are control sequences
const COLOR = /\x1b\[\d+(?:;\d+)*m/;

describe("A line that is being typed", () => {
  it("has colours, and is the same line for whoever edits it", async () => {
    const shell = await shells.open(COLORS);
    for (const key of 'const x = "a" + 1') shell.type(key);
    await shell.waitFor(ending('iex(1)> const x = "a" + 1'));
    expect(shell.raw()).toContain('\x1b[34mconst\x1b[39m x = \x1b[32m"a"\x1b[39m + \x1b[33m1\x1b[39m');
    expect(shell.cursor().column).toBe('iex(1)> const x = "a" + 1'.length);
    shell.press("backspace");
    shell.press("home");
    shell.type("/**/ ");
    await shell.waitFor(ending('iex(1)> /**/ const x = "a" +'));
    expect(shell.cursor().column).toBe("iex(1)> /**/ ".length);
    shell.press("end");
    shell.type("2\r");
    await shell.waitFor(ending('iex(1)> /**/ const x = "a" + 2\n"a2"\niex(2)>'));
  });

  it("loses the colour of a word that turns out to be another", async () => {
    const shell = await shells.open(COLORS);
    shell.type("const");
    await shell.waitFor(ending("iex(1)> const"));
    expect(shell.raw()).toContain("\x1b[34mconst\x1b[39m");
    shell.type("ant");
    await shell.waitFor(ending("iex(1)> constant"));
    expect(shell.raw()).toMatch(/iex\(1\)> constant[^m]*$/);
  });

  it("has the colours of what the lines above it have begun", async () => {
    const shell = await shells.open(COLORS);
    shell.type("`a\r");
    await shell.waitFor(ending("...(1)>"));
    shell.type("const b`\r");
    await shell.waitFor(ending('...(1)> const b`\n"a\\nconst b"\niex(2)>'));
    expect(shell.raw()).toContain("\x1b[32mconst b`\x1b[39m");
    expect(shell.raw()).not.toContain("\x1b[34mconst");
  });

  it("keeps them over several rows, under output and after a resize", async () => {
    const shell = await shells.open({ ...COLORS, columns: 30, rows: 12 });
    shell.type('void process.on("SIGUSR2", () => console.log("tick"))\r');
    await shell.waitFor(/^iex\(2\)>$/m);
    const text = `const wide = "${"0123456789".repeat(3)}"`;
    shell.type(text);
    const rows = (columns: number) => `iex(2)> ${text}`.match(new RegExp(`.{1,${columns}}`, "g"))?.join("\n") ?? "";
    await shell.waitFor(ending(rows(30)));
    shell.kill("SIGUSR2");
    await shell.waitFor(ending(`tick\n${rows(30)}`));
    shell.resize(50, 12);
    await shell.waitFor(ending(`tick\n${rows(50)}`));
    expect(shell.cursor().column).toBe(`iex(2)> ${text}`.length - 50);
    shell.type(".length\r");
    await shell.waitFor(ending("30\niex(3)>"));
  });

  it("that fills its row to the edge, with a blank as its last letter, stays whole", async () => {
    const shell = await shells.open({ ...COLORS, columns: 20, rows: 12 });
    for (const [i, key] of [..."1 +  2 +    "].entries()) {
      shell.type(key);
      await shell.waitFor(() => shell.cursor().column === ("iex(1)> ".length + i + 1) % 20);
    }
    await shell.waitFor((seen) => seen.includes("iex(1)> 1 +  2 +"));
    shell.type("3\r");
    await shell.waitFor(ending("iex(1)> 1 +  2 +\n3\n6\niex(2)>"));
  });

  it("has none while it answers a question", async () => {
    const shell = await shells.open(COLORS);
    shell.type('IO.gets("name? ")\r');
    await shell.waitFor(ending("name?"));
    shell.type("null");
    await shell.waitFor(ending("name? null"));
    expect(shell.raw()).not.toContain("\x1b[35mnull");
    shell.type("\r");
    await shell.waitFor(ending('name? null\n"null\\n"\niex(2)>'));
  });

  it("has none where NO_COLOR is set", async () => {
    const shell = await shells.open();
    shell.type("const x = 1\r");
    await shell.waitFor(ending("iex(1)> const x = 1\n1\niex(2)>"));
    expect(shell.raw()).not.toMatch(COLOR);
  });
});

describe("A dumb terminal", () => {
  it("gets no escape codes at all, and each prompt once", async () => {
    const shell = await shells.open({ env: { TERM: "dumb", NO_COLOR: "" } });
    shell.type('const x = "a"\r');
    await shell.waitFor(/"a"\niex\(2\)>/);
    shell.type("[x,\r");
    await shell.waitFor(/\.\.\.\(2\)>/);
    shell.type("nope]\r");
    await shell.waitFor(/nope is not defined\n {4}iex:3: \(file\)\niex\(2\)>/);
    expect(shell.raw()).not.toContain("\x1b");
    expect(shell.raw().match(/iex\(1\)>/g)).toHaveLength(1);
  });
});
