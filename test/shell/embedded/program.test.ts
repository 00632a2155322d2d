import { describe, expect, it } from "@jest/globals";
import { freePort } from "../../../src/testing/port.js";
import { runHost } from "./host.js";

const inOrder = (...texts: string[]) => new RegExp(texts.join("[^]*"));

describe("a shell on a node that cannot be reached", () => {
  it.each([
    ["lines", "{}", "\n"],
    ["keys", "{ terminal: true, colors: false }", "\r\n"],
  ])("says so as the command does, and ends nothing where nobody handles it: %s", async (_what, options, end) => {
    const { status, output, errors, shells } = await runHost(
      `
        await Node.start("host@localhost", { cookie: "embedded" });
        const { left } = open({ node: "nobody@localhost", ...${options} });
        console.log("left with", await left);
        open({ node: "nobody@localhost", ...${options} });
        await wait(100);
        await Node.stop();
        console.log("goes on");
      `,
      { env: { ERL_EPMD_PORT: String(await freePort()) }, withShell: false },
    );
    expect({ status, errors }).toEqual({ status: 0, errors: "" });
    expect(output).toMatch(inOrder("Cannot connect to :nobody@localhost", "left with 1\n", "goes on\n$"));
    expect(shells[0]).toContain(`Could not contact remote node nobody@localhost, reason: :nodedown. Aborting...${end}`);
  });
});

describe("the streams of the program around a shell", () => {
  it("have what the node logs and what goes to standard error, and nothing else", async () => {
    const { status, output, errors, shells } = await runHost(`
      shell.type(
        "spawn(() => { throw new Error('crashed') })",
        "Logger.error('logged')",
        "console.error('a console')",
        "IO.puts('stderr', 'an IO')",
        "console.log('mine'); IO.puts('mine too')",
      );
      await shell.until(/mine too/);
      shell.close();
      await shell.left;
    `);
    expect({ status, errors }).toEqual({ status: 0, errors: "a console\nan IO\n" });
    expect(output).toMatch(
      inOrder("\\[error\\] Process #PID<.*> raised an exception\n", "crashed", "\\[error\\] logged\n"),
    );
    expect(output).not.toContain("mine");
    expect(shells[0]).toMatch(inOrder("mine\n", "mine too\n"));
    expect(shells[0]).not.toMatch(/crashed|logged|a console\n|an IO\n/);
  });
});

describe("an evaluation that the program interrupts", () => {
  it.each([
    ["lines", "{}", "one.interrupt()", "\n"],
    ["keys", "{ terminal: true, colors: false }", "one.interrupt()", "\r"],
    ["keys, with Ctrl+C", "{ terminal: true, colors: false }", "one.type('\\x03')", "\r"],
  ])("names none of the program's places: %s", async (_what, options, interrupt, enter) => {
    const { shells } = await runHost(
      `
        const one = open(${options});
        for (const [n, waits] of ["receive()", "await new Promise(() => {})"].entries()) {
          one.type("IO.puts('beg' + 'un " + n + "'); " + waits + ${JSON.stringify(enter)});
          await one.until(new RegExp("begun " + n));
          await inProcess(() => Process.sleep(10));
          (function placeOfTheProgram() { ${interrupt}; })();
          await one.until(new RegExp("(Interrupted[^]*){" + (n + 1) + "}"));
        }
        one.close();
      `,
      { withShell: false },
    );
    expect(shells[0]).toContain("** (Interrupted) The evaluation was interrupted");
    expect(shells[0]).not.toMatch(/placeOfTheProgram|\n {4}/);
  });
});
