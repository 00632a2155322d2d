import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { createApp, runIn, shown, temporaryFolder } from "./app.js";

const COMPILED = "Compiling 2 files (.ts)\nGenerated chat app\n";

describe("iex-ts -S mix", () => {
  it("compiles, starts the application, opens a shell, and stops the application in the end", async () => {
    const app = createApp();
    const { status, output, errors } = await app.run(["-S", "mix"], { input: 'Chat.greet("joe")\n' });
    expect({ status, errors }).toEqual({ status: 0, errors: "" });
    expect(output).toMatch(/^Compiling 2 files \(\.ts\)\nGenerated chat app\nhello friend\nInteractive TypeScript /);
    expect(output).toMatch(/iex\(1\)> "hello joe"\niex\(2\)> \nchat has ended\n$/);
  });

  it("compiles only what has changed", async () => {
    const app = createApp();
    const start = async (): Promise<string> => shown(await app.run(["-S", "mix"])).replace(/\n?iex[\s\S]*$/, "");
    expect(await start()).toBe(`${COMPILED}hello friend`);
    expect(await start()).toBe("hello friend");
    app.write("src/chat.ts", "export const greet = (name: string) => `hi ${name}`;\n");
    expect(await start()).toBe("Compiling 1 file (.ts)\nhi friend");
    app.write("src/chat/more.ts", "export const more = () => 1;\n");
    expect(await start()).toBe("Compiling 1 file (.ts)\nGenerated chat app\nhi friend");
    app.remove("src/chat/more.ts");
    expect(await start()).toBe("Generated chat app\nhi friend");
    app.write("config/dev.ts", "export {};\n");
    expect(await start()).toBe(`${COMPILED}hi friend`);
  });

  it("does not trust what was left half done", async () => {
    const app = createApp();
    await app.run(["compile"]);
    const build = join(app.path, "_build/dev");
    for (const file of readdirSync(join(build, "compiled"))) writeFileSync(join(build, "compiled", file), '{"code":');
    expect(shown(await app.run(["run"]))).toBe("hello friend\nchat has ended\n");
    writeFileSync(join(build, "manifest.json"), '{"compiler":');
    expect(shown(await app.run(["run"]))).toBe(`${COMPILED}hello friend\nchat has ended\n`);
    rmSync(join(build, "compiled"), { recursive: true });
    expect(shown(await app.run(["run"]))).toBe("hello friend\nchat has ended\n");
  });

  it("keeps no compiled file of an earlier text", async () => {
    const app = createApp();
    const count = (): number => readdirSync(join(app.path, "_build/dev/compiled")).length;
    await app.run(["compile"]);
    const first = count();
    app.write("src/chat.ts", "export const greet = (name: string) => `hi ${name}`;\n");
    await app.run(["compile"]);
    expect(count()).toBe(first);
  });

  it("can be started several times at once", async () => {
    const app = createApp();
    const ended = await Promise.all([1, 2, 3, 4].map(() => app.run(["run", "-e", 'IO.puts(Chat.greet("joe"))'])));
    for (const { status, output, errors } of ended) {
      expect({ status, errors }).toEqual({ status: 0, errors: "" });
      expect(output.replace(COMPILED, "")).toBe("hello friend\nhello joe\nchat has ended\n");
    }
  });

  it("gives each environment its configuration and its build", async () => {
    const app = createApp();
    const code =
      'IO.puts(inspect(Application.getEnv("chat", "greeting"))); IO.puts(inspect(Application.getEnv("chat", "loud")))';
    const told = async (args: string[], env = {}): Promise<string> =>
      shown(await app.run([...args, "run", "-e", code], { env })).replace(COMPILED, "");
    expect(await told([])).toBe('hello friend\n"hello"\n{ times: 1, shout: #Function<shout/1> }\nchat has ended\n');
    expect(await told(["--env", "test"])).toBe('testing friend\n"testing"\n{ times: 1 }\nchat has ended\n');
    expect(await told([], { NODE_ENV: "test" })).toBe('testing friend\n"testing"\n{ times: 1 }\nchat has ended\n');
    expect(readdirSync(join(app.path, "_build")).sort()).toEqual(["dev", "test"]);
  });

  it("ends with status 1 when an application ends that the node cannot do without", async () => {
    const app = createApp();
    const code = 'Process.exit(Process.whereis("keeper"), atom.kill); await Process.sleep(10_000)';
    app.write(
      "mix.ts",
      `import { configEnv } from "iex-ts/config";
export const project = { app: "chat", version: "0.1.0", startPermanent: configEnv() === "prod" };
export const application = { mod: ["Chat.Application", ["friend"]] };
`,
    );
    app.write("config/prod.ts", "export {};\n");
    const { status, output } = await app.run(["--env", "prod", "run", "-e", code]);
    expect(status).toBe(1);
    expect(output).toContain("[notice] Application chat exited: killed\n");
    expect(output).toContain("The node cannot go on without the permanent application chat");
  });

  it("says in a folder without a project what to do", async () => {
    const folder = temporaryFolder();
    for (const args of [["-S", "mix"], ["compile"], ["run"], ["test"]])
      expect(await runIn(folder, args)).toEqual({
        status: 1,
        output: "",
        errors: `** (Mix) Could not find a project in ${folder}: run iex-ts new NAME, or change into one\n`,
      });
    expect(existsSync(join(folder, "_build"))).toBe(false);
  });
});

describe("a project that cannot be compiled", () => {
  it.each<[string, string, string]>([
    [
      "a syntax error",
      "export function f() {\n  return 1 +;\n}\n",
      `** (CompileError) error: Unexpected token
    │
  2 │   return 1 +;
    │             ^
    │
    └─ src/chat/bad.ts:2:13`,
    ],
    [
      "an import of a file that is not there",
      '\nimport { x } from "./gone.js";\nexport const f = () => x;\n',
      `** (CompileError) error: Cannot import "./gone.js": Cannot find ./gone.js imported from {path}/src/chat/bad.ts
    │
  2 │ import { x } from "./gone.js";
    │                   ^
    │
    └─ src/chat/bad.ts:2:19`,
    ],
    [
      "an import of a name that is not exported",
      'import {\n  greet,\n  leave,\n} from "../chat.js";\nexport const f = () => [greet, leave];\n',
      `** (CompileError) error: "../chat.js" does not export leave
    │
  3 │   leave,
    │   ^
    │
    └─ src/chat/bad.ts:3:3`,
    ],
    [
      "a package that is not installed",
      'export { default as f } from "left-pad";\n',
      `** (CompileError) error: Cannot import "left-pad": Cannot find package 'left-pad' imported from {path}/src/chat/bad.ts
    │
  1 │ export { default as f } from "left-pad";
    │                              ^
    │
    └─ src/chat/bad.ts:1:30`,
    ],
    [
      "code that throws when it is loaded",
      'const fail = () => {\n  throw new RangeError("too far");\n};\nfail();\n',
      `** (RangeError) too far
    (chat 0.1.0) src/chat/bad.ts:2: Chat.Bad.fail/0
    src/chat/bad.ts:4: (file)`,
    ],
  ])("because of %s shows where, and starts nothing", async (_title, text, problem) => {
    const app = createApp({ "src/chat/bad.ts": text });
    const told = `Compiling 3 files (.ts)

== Compilation error in file src/chat/bad.ts ==
${problem.replace("{path}", app.path)}
`;
    expect(await app.run(["-S", "mix"], { input: "1 + 1\n" })).toEqual({ status: 1, output: told, errors: "" });
    expect(await app.run(["compile"])).toEqual({ status: 1, output: told, errors: "" });
    app.remove("src/chat/bad.ts");
    expect(shown(await app.run(["run"]))).toBe(`${COMPILED}hello friend\nchat has ended\n`);
  });
});

describe("a project whose application does not start", () => {
  it.each<[string, string, string]>([
    [
      "it throws",
      'throw new Error("boom")',
      `exited in: Chat.Application.start(:normal, ["friend"])
    ** (EXIT) an exception was raised:
        ** (Error) boom
            (chat 0.1.0) src/chat/application.ts:3: Chat.Application.start/0`,
    ],
    ["it exits", "exit(atom.nope)", 'Chat.Application.start(:normal, ["friend"]) returned an error: :nope'],
    ["it returns no pid", "return 42", 'Chat.Application.start(:normal, ["friend"]) returned a bad value: 42'],
  ])("because %s ends with mix's words and status 1", async (_title, body, reason) => {
    const text = `import { atom, exit } from "iex-ts";\nexport function start() {\n  ${body};\n}\nvoid [atom, exit];\n`;
    const app = createApp({ "src/chat/application.ts": text });
    const { status, output, errors } = await app.run(["-S", "mix"], { input: "1 + 1\n" });
    expect(status).toBe(1);
    expect(errors).toBe(`** (Mix) Could not start application chat: ${reason}\n`);
    expect(output).toContain(`[notice] Application chat exited: ${reason}\n`);
    expect(output).not.toContain("Interactive");
  });
});

describe("a configuration that fails", () => {
  it.each<[string, string, string]>([
    ["throws", '\nthrow new Error("oops");\n', "** (Error) oops\n    config/dev.ts:2: (file)"],
    [
      "is no TypeScript",
      "const a = ;\n",
      "** (CompileError) error: Unexpected token\n    │\n  1 │ const a = ;\n    │           ^\n    │\n    └─ config/dev.ts:1:11",
    ],
    [
      "says nothing of use",
      'import { config } from "iex-ts/config";\nconfig("chat");\n',
      '** (TypeError) config() needs an object of values, or a key and a value: config("my_app", { key: value })\n    config/dev.ts:2: (file)',
    ],
  ])("because it %s is told with its place, and starts nothing", async (_title, text, problem) => {
    const app = createApp({ "config/dev.ts": text });
    expect(await app.run(["-S", "mix"])).toEqual({ status: 1, output: "", errors: `${problem}\n` });
  });

  it("because a file is missing says which, and who imports it", async () => {
    const app = createApp();
    const { status, errors } = await app.run(["--env", "staging", "-S", "mix"]);
    expect(status).toBe(1);
    expect(errors).toBe(
      `** (Error) could not read file ${app.path}/config/staging.ts: create it, or start with another --env\n    config/config.ts:3: (file)\n`,
    );
  });

  it("because a function of config files is called elsewhere says where it belongs", async () => {
    const app = createApp({ "src/chat/bad.ts": 'import { config } from "iex-ts/config";\n\nconfig("chat", {});\n' });
    const { status, output } = await app.run(["compile"]);
    expect(status).toBe(1);
    expect(output).toContain(`== Compilation error in file src/chat/bad.ts ==
** (Error) config() must be called in a config file: in config/config.ts, or in a file that it imports with importConfig()
    src/chat/bad.ts:3: (file)
`);
  });
});

describe("a bare shell", () => {
  it("knows nothing of the project of its folder", async () => {
    const app = createApp();
    const { output } = await app.run([], { input: "typeof Chat\nrecompile()\n" });
    expect(shown({ output, status: 0, errors: "" })).toContain(
      'iex(1)> "undefined"\niex(2)> Mix is not running. Please start IEx with: iex-ts -S mix\n:error\n',
    );
    expect(statSync(app.path).isDirectory() && existsSync(join(app.path, "_build"))).toBe(false);
  });
});
