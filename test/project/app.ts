import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "@jest/globals";
import { createWorld, type World } from "../../src/testing/world.js";
import { type Finished, run } from "../support/command.js";

/** An application that is one process: `keeper`, which tells what it is sent, and when it ends. */
const FILES = {
  "mix.ts": `export const project = { app: "chat", version: "0.1.0" };
export const application = { extraApplications: ["logger"], mod: ["Chat.Application", ["friend"]] };
`,
  "config/config.ts": `import { config, configEnv, importConfig } from "iex-ts/config";
config("chat", { greeting: "hello", loud: { times: 1 } });
await importConfig(\`\${configEnv()}.ts\`);
`,
  "config/dev.ts": `import { config } from "iex-ts/config";
config("chat", { loud: { shout: (text: string) => text.toUpperCase() } });
`,
  "config/test.ts": `import { config } from "iex-ts/config";
config("chat", { greeting: "testing" });
`,
  "src/chat.ts": `import { Application } from "iex-ts";
export function greet(name: string) {
  return \`\${Application.getEnv("chat", "greeting")} \${name}\`;
}
`,
  "src/chat/application.ts": `import { IO, Process, receive, self, spawnLink } from "iex-ts";
import { greet } from "../chat.js";
export function start(_type: unknown, [name]: [string]) {
  return spawnLink(async function keeper() {
    Process.register(self(), "keeper");
    Process.flag("trapExit", true);
    IO.puts(greet(name));
    await receive();
  });
}
export function stop() {
  process.stdout.write("chat has ended\\n");
}
`,
};

/** A project in a folder of its own. */
export interface App {
  readonly path: string;
  write(file: string, text: string): void;
  remove(file: string): void;
  /** Runs the command there to its end. */
  run(args: readonly string[], options?: { input?: string; env?: Record<string, string> }): Promise<Finished>;
}

const folders: string[] = [];
let world: World | undefined;

afterAll(async () => {
  await world?.remove();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is removed when the tests of the file are over. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "iex-ts-project-")));
  folders.push(folder);
  return folder;
}

/** Runs the command in a folder, on its own in the world. */
export async function runIn(
  cwd: string,
  args: readonly string[],
  { input = "", env = {} }: { input?: string; env?: Record<string, string> } = {},
): Promise<Finished> {
  world ??= await createWorld();
  return run(args, { cwd, input, env: { ...world.env, NODE_ENV: undefined, ...env } });
}

/** The application above, with other files in place of some of its own. */
export function createApp(files: Record<string, string> = {}): App {
  const path = temporaryFolder();
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), text);
  };
  for (const [file, text] of Object.entries({ ...FILES, ...files })) write(file, text);
  return {
    path,
    write,
    remove: (file) => rmSync(join(path, file)),
    run: (args, options) => runIn(path, args, options),
  };
}

/** What a shell of a pipe shows, without the banner and the end. */
export function shown({ output }: Finished): string {
  return output.replace(/^Interactive TypeScript .*\n/m, "");
}
