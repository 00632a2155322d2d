import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { matchOutput } from "iex-ts/testing";
import { createWorld, type World } from "../../src/testing/world.js";
import { type Finished, run } from "../support/command.js";
import { names } from "../support/names.js";

const BANNER = "Interactive TypeScript ({version}) - press Ctrl+C to exit (type h() ENTER for help)";

describe("a shell whose input is a pipe", () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.remove());

  const shell = (args: readonly string[], ...lines: string[]): Promise<Finished> =>
    run(args, { env: world.env, input: lines.join("\n") });

  it("prints banner, prompts and all results, and leaves at the end of the input", async () => {
    const { status, output, errors } = await shell([], "1 + 1", '"a" + "b"', "tuple(atom.ok, [1, null])");
    expect({ status, errors }).toEqual({ status: 0, errors: "" });
    matchOutput(output.trimEnd(), `${BANNER}\niex(1)> 2\niex(2)> "ab"\niex(3)> {:ok, [1, null]}\niex(4)>`);
  });

  it("evaluates strictly one line after another, and waits for what the last one awaits", async () => {
    const { output } = await shell(
      [],
      'const slow = Process.sleep(150).then(() => "slow")',
      "const steps = [slow]",
      'spawn(async () => { await Process.sleep(20); IO.puts("meanwhile") }); await Process.sleep(100)',
      'steps.push("next")',
      'Process.sleep(100).then(() => steps.concat("last"))',
    );
    matchOutput(
      output.trimEnd(),
      `${BANNER}\niex(1)> "slow"\niex(2)> ["slow"]\niex(3)> meanwhile\n:ok\niex(4)> 2\niex(5)> ["slow", "next", "last"]\niex(6)>`,
    );
  });

  it("sends no escape sequence, remembers nothing and leaves nothing behind", async () => {
    const before = readdirSync(world.home);
    const { output, errors } = await shell(["--sname", "me@localhost"], "atom.ok", "nope", "h()", "c('nope.ts')", "");
    expect(output + errors).not.toContain("\u001b");
    expect(readdirSync(world.home)).toEqual(before);
    expect(await names(world.epmdPort)).toBeUndefined();
  });

  it("has colours only when it is told so", async () => {
    expect((await shell(["--color"], "atom.ok")).output).toContain("\u001b[36m:ok\u001b[39m");
    expect((await shell(["--no-color"], "atom.ok")).output).not.toContain("\u001b");
  });

  it("takes a last line without a newline, and Windows' line ends", async () => {
    expect((await shell([], "1 +\r", "1\r", "2 + 2")).output).toMatch(/\.\.\.\(1\)> 2\niex\(2\)> 4\niex\(3\)>/);
  });

  it("evaluates what comes with -e before the first prompt, without printing the values", async () => {
    const { output } = await shell(["-e", "const x = 20", "--eval", "IO.puts(x)"], "x + 1");
    matchOutput(output.trimEnd(), `${BANNER}\n20\niex(1)> 21\niex(2)>`);
    const failed = await shell(["-e", 'throw new Error("oops")'], "1 + 1");
    matchOutput(failed.output.trimEnd(), `${BANNER}\n** (Error) oops\n    iex:1: (file)\niex(1)> 2\niex(2)>`);
    expect((await shell(["-e", "exit()"], "1 + 1")).output).not.toContain("2");
  });

  it("tells its version and its options", async () => {
    const version = {
      status: 0,
      errors: "",
      output: expect.stringMatching(/^iex-ts \d+\.\d+\.\d+ \(node v[\d.]+\)\n$/),
    };
    expect(await shell(["--version"])).toEqual(version);
    expect(await shell(["-v"])).toEqual(version);
    const { output, status } = await shell(["--help"]);
    expect(status).toBe(0);
    expect(output).toMatch(/^Usage: iex-ts \[options\]\n/);
    for (const option of ["--sname", "--name", "--cookie", "--hidden", "--port", "--net-ticktime", "-e, --eval"])
      expect(output).toMatch(new RegExp(`^  ${option} `, "m"));
    expect(Math.max(...output.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it("leaves with the status that a program asks for", async () => {
    expect((await shell([], "process.exit(3)", "1")).status).toBe(3);
    expect((await shell([], "exit()", "1")).status).toBe(0);
  });
});
