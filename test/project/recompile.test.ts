import { afterAll, beforeAll, describe, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";
import { createApp } from "./app.js";

const LAB = `import { IO, receive } from "iex-ts";
import { greet } from "../chat.js";
export const hello = () => greet("lab");
export const crash = () => {
  throw new Error("boom");
};
export async function loop() {
  for (;;) {
    await receive();
    IO.puts("first");
  }
}
`;

const app = createApp({ "src/chat/lab.ts": LAB });
const cluster = createCluster({ cwd: app.path, env: { NODE_ENV: undefined } });

beforeAll(async () => {
  await cluster.start("you", { cwd: "/" });
  await cluster.start("me", { args: ["-S", "mix"] });
});
afterAll(() => cluster.stopAll());

const play = (transcript: string) => cluster.play(transcript, { path: app.path });

describe("the modules of a project at the prompt", () => {
  it("are reached through the name that theirs begins with, and travel by their names", () =>
    play(`
      me> Chat.Lab.hello()
      "hello lab"
      me> Chat.Lab.hello
      &Chat.Lab.hello/0
      me> Chat.Lab.crash()
      ** (Error) boom
          (chat 0.1.0) src/chat/lab.ts:5: Chat.Lab.crash/0
          iex:[..]: (file)
      me> Node.spawn("you@localhost", Chat.Lab.hello)
      [unordered]
      #PID<{you}.{n}.0>
      [and]

      [TIME] [error] Process #PID<{you}.{n}.0> on node :you@localhost raised an exception
      ** (UndefinedFunctionError) function Chat.Lab.hello/0 is undefined (module Chat.Lab is not available on you@localhost). Load it there with c("..."), or from here with nl(Chat.Lab)
          Chat.Lab.hello()
      [/unordered]
    `));

  it("are loaded on other nodes under the same names, with what they import", () =>
    play(`
      me> nl(Chat.Lab)
      {:ok, [{:you@localhost, :loaded, Chat.Lab}]}
      me> Node.spawn("you@localhost", () => IO.puts(Chat.Lab.hello()))
      [unordered]
      #PID<{you}.{m}.0>
      null lab
      [/unordered]
      me> r(Chat.Lab)
      [unordered]
      {:reloaded, [Chat.Lab]}
      [and]
      warning: redefining module Chat.Lab (current version defined in memory)
        src/chat/lab.ts:1

      [/unordered]
    `));
});

describe("recompile()", () => {
  it("loads everything when it is told to, and takes no other option", () =>
    play(`
      me> const hello = Chat.Lab.hello
      &Chat.Lab.hello/0
      me> recompile({ force: true })
      Compiling 3 files (.ts)
      Generated chat app
      :ok
      me> hello === Chat.Lab.hello
      false
      me> recompile({ forced: true })
      ** (ArgumentError) could not tell how to recompile: { forced: true } is not an option, the only one is { force: true }
          iex:[..]: (file)
    `));

  it("has nothing to do when nothing has changed", () =>
    play(`
      me> recompile()
      :noop
    `));

  it("loads what has changed and all that imports it; processes go on with what they run", async () => {
    await play(`
      me> const old = spawn(Chat.Lab.loop)
      #PID<0.[..].0>
      me> const before = Chat.Lab.hello
      &Chat.Lab.hello/0
    `);
    app.write("src/chat.ts", "export const greet = (name: string) => `changed ${name}`;\n");
    await play(`
      me> recompile()
      Compiling 1 file (.ts)
      :ok
      me> [Chat.greet("joe"), Chat.Lab.hello(), before()]
      ["changed joe", "changed lab", "hello lab"]
    `);
    app.write("src/chat/lab.ts", LAB.replace('"first"', '"second"'));
    await play(`
      me> recompile()
      Compiling 1 file (.ts)
      :ok
      me> const young = spawn(Chat.Lab.loop)
      #PID<0.[..].0>
      me> send(old, 1)
      [unordered]
      1
      first
      [/unordered]
      me> send(young, 1)
      [unordered]
      1
      second
      [/unordered]
    `);
  });

  it("finds new files, and takes away the modules of those that are gone", async () => {
    app.write("src/chat/more.ts", "export class More {\n  static x() {\n    return 1;\n  }\n}\n");
    await play(`
      me> recompile()
      Compiling 1 file (.ts)
      Generated chat app
      :ok
      me> Chat.More.x()
      1
    `);
    app.remove("src/chat/more.ts");
    await play(`
      me> recompile()
      Generated chat app
      :ok
      me> Chat.More.x()
      ** (UndefinedFunctionError) function Chat.More.x/0 is undefined (module Chat.More is not available): load it with c("...")
          Chat.More.x()
      me> recompile()
      :noop
    `);
  });

  it("takes away the name of a module whose file is gone", async () => {
    app.write("src/extra.ts", "export function x() {\n  return 1;\n}\n");
    await play(`
      me> recompile()
      Compiling 1 file (.ts)
      Generated chat app
      :ok
      me> Extra.x()
      1
    `);
    app.remove("src/extra.ts");
    await play(`
      me> recompile()
      Generated chat app
      :ok
      me> typeof Extra
      "undefined"
    `);
  });

  it("leaves everything as it was when a file cannot be compiled, until it is repaired", async () => {
    app.write("src/chat.ts", "export const greet = (;\n");
    const failure = `
      me> recompile()
      Compiling 1 file (.ts)

      == Compilation error in file src/chat.ts ==
      ** (CompileError) error: Unexpected token
          │
        1 │ export const greet = (;
          │                       ^
          │
          └─ src/chat.ts:1:23

      :error
      me> [Chat.greet("joe"), Chat.Lab.hello()]
      ["changed joe", "changed lab"]
    `;
    await play(failure);
    await play(failure);
    app.write("src/chat.ts", "export const greet = (name: string) => `repaired ${name}`;\n");
    await play(`
      me> recompile()
      Compiling 1 file (.ts)
      :ok
      me> Chat.Lab.hello()
      "repaired lab"
    `);
  });

  it("says why it cannot work", () =>
    play(`
      me> process.chdir("/")
      undefined
      me> recompile()
      Cannot recompile because the current working directory changed
      :error
      me> process.chdir("{path}")
      undefined
      you> recompile()
      Mix is not running. Please start IEx with: iex-ts -S mix
      :error
    `));
});
