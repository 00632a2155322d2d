import { describe, expect, it } from "@jest/globals";
import { createApp, runIn, temporaryFolder } from "./app.js";

const END = "chat has ended\n";

describe("iex-ts run", () => {
  const app = createApp();

  it("starts the application, evaluates code, and ends", async () => {
    const first = await app.run([
      "run",
      "-e",
      'IO.puts(Chat.greet("joe"))',
      "-e",
      "IO.puts(Process.whereis('keeper') !== null)",
      "-e",
      "-1 < 0 && IO.puts('code')",
    ]);
    expect(first).toEqual({
      status: 0,
      output: `Compiling 2 files (.ts)\nGenerated chat app\nhello friend\nhello joe\ntrue\ncode\n${END}`,
      errors: "",
    });
  });

  it("runs a file with its arguments, in a process", async () => {
    app.write(
      "script.ts",
      'import { IO, self } from "iex-ts";\nimport { greet } from "./src/chat.js";\nIO.puts(greet(process.argv.slice(2).join(" ")));\nvoid self();\n',
    );
    expect(await app.run(["run", "script.ts", "a", "--force", "-e"])).toEqual({
      status: 0,
      output: `hello friend\nhello a --force -e\n${END}`,
      errors: "",
    });
  });

  it("gives the node a name", async () => {
    const { output } = await app.run(["--sname", "runner@localhost", "run", "-e", "IO.puts(inspect(node()))"]);
    expect(output).toContain(":runner@localhost\n");
  });

  it.each<[string, string[], string]>([
    ["code that throws", ["-e", 'throw new Error("oops")'], "** (Error) oops\n    iex:1: (file)\n"],
    ["code that is none", ["-e", "let 1"], "** (SyntaxError) iex:1:1: "],
    ["a file that is not there", ["gone.ts"], "** (Mix) No such file: gone.ts\n"],
  ])("ends with status 1 after %s", async (_title, args, message) => {
    const { status, output, errors } = await app.run(["run", ...args]);
    expect({ status, output }).toEqual({ status: 1, output: `hello friend\n${END}` });
    expect(errors).toContain(message);
  });

  it("opens a shell afterwards when it comes after -S mix", async () => {
    const { status, output } = await app.run(["-S", "mix", "run", "-e", 'IO.puts("ran")'], { input: "1 + 1\n" });
    expect(status).toBe(0);
    expect(output).toMatch(/^hello friend\nran\nInteractive TypeScript .*\niex\(1\)> 2\n/);
  });
});

describe("iex-ts compile", () => {
  it("compiles without starting anything, and everything when it is forced to", async () => {
    const app = createApp();
    const compiled = { status: 0, output: "Compiling 2 files (.ts)\nGenerated chat app\n", errors: "" };
    expect(await app.run(["compile"])).toEqual(compiled);
    expect(await app.run(["-S", "mix", "compile"])).toEqual({ status: 0, output: "", errors: "" });
    expect(await app.run(["compile", "--force"])).toEqual(compiled);
  });
});

describe("iex-ts test", () => {
  it("compiles for the tests and says how to get jest where there is none", async () => {
    const app = createApp({ "package.json": "{}" });
    expect(await app.run(["test"])).toEqual({
      status: 1,
      output: "Compiling 2 files (.ts)\nGenerated chat app\n",
      errors: `** (Mix) Could not find jest in ${app.path}: run npm install\n`,
    });
  });

  it("runs the jest of the project with what is for jest", async () => {
    const jest =
      'console.log(process.env.NODE_ENV, process.execArgv.includes("--experimental-vm-modules"), ...process.argv.slice(2));\nprocess.exit(3);\n';
    const app = createApp({
      "package.json": "{}",
      "node_modules/jest/package.json": '{"name": "jest"}',
      "node_modules/jest/bin/jest.js": jest,
    });
    const { status, output } = await app.run(["test", "--only", "slow", "test/a.test.ts", "--verbose"]);
    expect({ status, output }).toEqual({
      status: 3,
      output: "Compiling 2 files (.ts)\nGenerated chat app\ntest true test/a.test.ts --verbose\n",
    });
  });
});

describe("iex-ts help", () => {
  const folder = temporaryFolder();

  it("lists the tasks", async () => {
    const { status, output } = await runIn(folder, ["help"]);
    expect(status).toBe(0);
    for (const task of ["compile", "help", "new", "run", "test"]) expect(output).toContain(`iex-ts ${task}`);
  });

  it("describes each of them", async () => {
    for (const task of ["compile", "help", "new", "run", "test"])
      expect((await runIn(folder, ["help", task])).output).toContain(`iex-ts ${task} [`.replace("new [", "new PATH ["));
  });

  it.each([
    [["foo"], '** (Mix) The task "foo" could not be found\n'],
    [["tset"], '** (Mix) The task "tset" could not be found. Did you mean "test"?\n'],
    [["-S", "mix", "complie"], '** (Mix) The task "complie" could not be found. Did you mean "compile"?\n'],
    [["help", "tset"], '** (Mix) The task "tset" could not be found. Did you mean "test"?\n'],
  ])("is not needed to see that %j is no task", async (args, errors) => {
    expect(await runIn(folder, args)).toEqual({ status: 1, output: "", errors });
  });
});
