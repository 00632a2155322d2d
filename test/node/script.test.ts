import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "@jest/globals";
import { freePort } from "../../src/testing/port.js";
import { BOUND } from "../support/bound.js";

const folder = mkdtempSync(join(tmpdir(), "iex-ts-script-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const library = pathToFileURL(join(import.meta.dirname, "../../dist/index.js")).href;

/** Runs a program that imports the built library. */
async function run(text: string, input = ""): Promise<{ code: number; stdout: string; stderr: string }> {
  const file = join(folder, `script-${Math.random().toString(36).slice(2)}.mjs`);
  writeFileSync(file, `import * as iex from ${JSON.stringify(library)};\n${text}`);
  const env = { ...process.env, HOME: folder, ERL_EPMD_PORT: String(await freePort()) };
  const program = spawn(process.execPath, [file], { stdio: "pipe", env, timeout: BOUND });
  let [stdout, stderr] = ["", ""];
  program.stdout.on("data", (chunk) => (stdout += chunk));
  program.stderr.on("data", (chunk) => (stderr += chunk));
  program.stdin.end(input);
  const [code] = await once(program, "close");
  return { code, stdout, stderr };
}

describe("a program without a shell", () => {
  it("prints to its standard streams, from processes too", async () => {
    const { code, stdout, stderr } = await run(`
      await iex.IO.puts("hello");
      await iex.inProcess(async () => {
        console.log("from a process");
        await iex.IO.puts("stderr", "a diagnostic");
      });`);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "hello\nfrom a process\n", stderr: "a diagnostic\n" });
  });

  it("reads lines, to the end of its input", async () => {
    const { stdout } = await run(
      `for (let line; (line = await iex.IO.gets("? ")) !== iex.atom.eof; ) await iex.IO.inspect(line);`,
      "one\ntwo",
    );
    expect(stdout).toBe('? "one\\n"\n? "two\\n"\n? ');
  });

  it("tells of a process that an error ended, without frames of the runtime", async () => {
    const { code, stdout } = await run(`
      const pid = iex.spawn(() => { throw new TypeError("oops"); });
      await iex.inProcess(async () => { iex.Process.monitor(pid); await iex.receive(); await iex.Process.sleep(0); });
      await iex.IO.puts("still here");`);
    expect(stdout).toMatch(
      /\[error\] Process #PID<0\.\d+\.0> raised an exception\n\*\* \(TypeError\) oops\n {4}\S*script-\w+\.mjs:3: anonymous fn\/0\n/,
    );
    expect(stdout).toContain("still here");
    expect(code).toBe(0);
  });

  it("ends by itself when nothing is left to do", async () => {
    const { code } = await run(`iex.spawn(() => iex.receive());`);
    expect(code).toBe(0);
  });

  it("has one name, also when it is given two at once", async () => {
    const { stdout } = await run(
      `const [one, two] = await Promise.all([iex.Node.start("one@localhost"), iex.Node.start("two@localhost")]);
      await iex.IO.inspect([one[0], two[0], two[1][0]]);
      await iex.IO.inspect(iex.Node.self());
      await iex.Node.stop();`,
    );
    expect(stdout).toBe("[:ok, :error, :already_started]\n:one@localhost\n");
  });

  it("is told that the value of a call cannot travel", async () => {
    const { stdout } = await run(
      `await iex.Node.start("caller@localhost");
      await iex.inProcess(() => iex.Rpc.call(iex.Node.self(), () => Number.NaN)).catch((error) => console.log(String(error)));
      await iex.Node.stop();`,
    );
    expect(stdout).toMatch(/^TypeError: Cannot send the value: /);
  });
});
