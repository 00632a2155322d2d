import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { createProject, planHere } from "../../src/project/index.js";
import { runIn, temporaryFolder } from "./app.js";

const root = join(import.meta.dirname, "../..");
const require = createRequire(import.meta.url);

/** Node.js runs these packages' own commands. */
function tool(name: string, args: readonly string[], cwd: string): string {
  return execFileSync(process.execPath, [require.resolve(name), ...args], { cwd, encoding: "utf8" });
}

describe("iex-ts new", () => {
  const folder = temporaryFolder();

  it("makes a project with a supervisor, and says so in mix's words", async () => {
    const { status, output, errors } = await runIn(folder, ["new", "p24_chat", "--sup"]);
    expect({ status, errors }).toEqual({ status: 0, errors: "" });
    expect(output).toBe(`* creating README.md
* creating .gitignore
* creating package.json
* creating tsconfig.json
* creating jest.config.ts
* creating mix.ts
* creating config
* creating config/config.ts
* creating config/dev.ts
* creating config/test.ts
* creating config/prod.ts
* creating src
* creating src/p24_chat.ts
* creating src/p24_chat/application.ts
* creating test
* creating test/test-helper.ts
* creating test/p24_chat.test.ts

Your Mix project was created successfully.
You can use "iex-ts" to compile it, test it, and more:

    cd p24_chat
    iex-ts -S mix

Its tests need jest:

    npm install
    iex-ts test

Run "iex-ts help" for more commands.
`);
  });

  it("makes one that runs at once, with nothing installed", async () => {
    const input = 'P24Chat.hello()\nProcess.whereis("P24Chat.Supervisor")\n';
    const { status, output, errors } = await runIn(join(folder, "p24_chat"), ["-S", "mix"], { input });
    expect({ status, errors }).toEqual({ status: 0, errors: "" });
    expect(output).toMatch(/^Compiling 2 files \(\.ts\)\nGenerated p24_chat app\nInteractive TypeScript /);
    expect(output).toContain("iex(1)> :world\niex(2)> #PID<0.");
  });

  it("makes one that uses the iex-ts which made it", () => {
    const { dependencies } = JSON.parse(readFileSync(join(folder, "p24_chat", "package.json"), "utf8"));
    expect(dependencies).toEqual({ "iex-ts": `file:${root}` });
  });

  it("takes the name of the module, and makes no supervisor unasked", async () => {
    expect((await runIn(folder, ["new", "chat", "--module", "My.IOChat"])).status).toBe(0);
    expect(readdirSync(join(folder, "chat/src"), { recursive: true })).toEqual(["my", "my/io_chat.ts"]);
    const { output } = await runIn(join(folder, "chat"), ["run", "-e", "IO.puts(My.IoChat.hello())"]);
    expect(output).toBe("Compiling 1 file (.ts)\nGenerated chat app\nworld\n");
  });

  it.each<[string, string[], string]>([
    ["no name", [], 'Expected PATH to be given, please use "iex-ts new PATH"'],
    ["two names", ["a", "b"], 'Expected PATH to be given, please use "iex-ts new PATH"'],
    [
      "a bad name",
      ["Chat"],
      'Application name must start with a lowercase ASCII letter, followed by lowercase ASCII letters, numbers, or underscores, got: "Chat"',
    ],
    [
      "a bad module",
      ["x", "--module", "chat"],
      'Module name must be a valid alias (for example: Foo.Bar), got: "chat"',
    ],
    ["a taken module", ["x", "--module", "Node"], "Module name Node is already taken, please choose another name"],
    [
      "an unknown option",
      ["x", "--umbrella"],
      'Could not invoke task "new": 1 error found!\n--umbrella : Unknown option',
    ],
  ])("refuses %s and makes nothing", async (_title, args, message) => {
    expect(await runIn(folder, ["new", ...args])).toEqual({ status: 1, output: "", errors: `** (Mix) ${message}\n` });
    expect(existsSync(join(folder, "x"))).toBe(false);
  });

  it("leaves a folder that exists as it is when nobody can be asked", async () => {
    mkdirSync(join(folder, "taken"));
    writeFileSync(join(folder, "taken", "mix.ts"), "mine");
    const { status, output, errors } = await runIn(folder, ["new", "taken"], { input: "y\n" });
    expect(status).toBe(1);
    expect(output).toBe('The directory "taken" already exists. Are you sure you want to continue? [Yn] \n');
    expect(errors).toBe("** (Mix) Please select another directory for installation\n");
    expect(readFileSync(join(folder, "taken", "mix.ts"), "utf8")).toBe("mine");
  });
});

describe("a new project in a folder with files", () => {
  const folder = temporaryFolder();

  it("asks before it replaces a file that says something else", async () => {
    writeFileSync(join(folder, "README.md"), "mine");
    const asked: string[] = [];
    await createProject(folder, planHere("chat", {}), { print: () => {}, overwrites: (path) => asked.push(path) > 1 });
    expect(asked).toEqual(["README.md"]);
    expect(readFileSync(join(folder, "README.md"), "utf8")).toBe("mine");
    expect(readFileSync(join(folder, "src/chat.ts"), "utf8")).toContain("hello");
  });
});

describe("the files of a new project", () => {
  const folder = temporaryFolder();
  const project = join(folder, "p24_chat");
  beforeAll(async () => {
    await runIn(folder, ["new", "p24_chat", "--sup"]);
  });

  it("have no mistake that the default rules of Biome find", () => {
    const lint = ["lint", "--error-on-warnings", "--vcs-enabled=false", project];
    expect(() => tool("@biomejs/biome/bin/biome", lint, folder)).not.toThrow();
  });

  it("have the types that they need", () => {
    const config = JSON.parse(readFileSync(join(project, "tsconfig.json"), "utf8"));
    const { paths } = JSON.parse(readFileSync(join(root, "tsconfig.json"), "utf8")).compilerOptions;
    // As if everything were installed.
    symlinkSync(join(root, "node_modules"), join(project, "node_modules"));
    const here = Object.entries<[string]>(paths).map(([name, [path]]) => [name, [join(root, path)]]);
    const options = { ...config.compilerOptions, paths: Object.fromEntries(here) };
    writeFileSync(join(project, "tsconfig.all.json"), JSON.stringify({ ...config, compilerOptions: options }));
    const own = typeErrors(project).filter((line) => !line.startsWith(".."));
    expect(own).toEqual([]);
  });
});

/** The errors that TypeScript finds. */
function typeErrors(project: string): string[] {
  try {
    tool("typescript/bin/tsc", ["-p", "tsconfig.all.json"], project);
    return [];
  } catch (error) {
    return (error as { stdout: string }).stdout.trim().split("\n");
  }
}
