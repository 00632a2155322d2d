import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { createCluster } from "iex-ts/testing";
import { copyChat, worldOf } from "../support/chat.js";
import { type Finished, run } from "../support/command.js";

// Each starts a jest of its own.
jest.setTimeout(90_000);

const chat = copyChat();
const env = { NODE_ENV: undefined, CI: "" };
const cluster = createCluster({ cwd: chat.path, args: ["-S", "mix"], env });

/** Where the nodes of the cluster find one another, and the test as well. */
let world: Record<string, string>;

beforeAll(async () => {
  world = await worldOf(await cluster.start("bob"));
});
afterAll(async () => {
  await cluster.stopAll();
  chat.remove();
});

/** `iex-ts ARGS` in the project; jest keeps what it has compiled in its folder. */
function mix(...args: string[]): Promise<Finished> {
  const inherited = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined };
  return run(args, { cwd: chat.path, env: { ...inherited, ...env, ...world }, bound: 60_000 });
}

const test = (...args: string[]): Promise<Finished> => mix("test", "--cacheDirectory=.cache", ...args);
const testAlive = (...args: string[]): Promise<Finished> =>
  mix("--sname", "t@localhost", "-S", "mix", "test", "--cacheDirectory=.cache", ...args);

/** The tests that are told of, with their marks, and the sum of them. */
function told({ errors }: Finished): string[] {
  return [...errors.matchAll(/^ +[✓✕○] .*?(?= \(\d+ ms\)$|$)|^Tests: .*/gm)].map(([line]) => line.trim());
}

describe("iex-ts test without a name", () => {
  it("compiles for the tests, and leaves out those that need a node with a name", async () => {
    const finished = await test();
    expect(finished.output).toBe(
      "Compiling 3 files (.ts)\nGenerated p24_chat app\nExcluding tags: [distributed: true]\n\n",
    );
    expect(told(finished)).toEqual([
      "✓ receiveMessage prints the message",
      "○ skipped sendMessage",
      "Tests:       1 skipped, 1 passed, 2 total",
    ]);
    expect(finished.status).toBe(0);
  });

  it("runs them as well when they are included: the supervisor of the tests is local", async () => {
    const finished = await test("--include", "distributed");
    expect(finished.output).toBe("Including tags: [:distributed]\n\nhi\n");
    expect(told(finished)).toEqual([
      "✓ sendMessage",
      "✓ receiveMessage prints the message",
      "Tests:       2 passed, 2 total",
    ]);
    expect(finished.status).toBe(0);
  });

  it("runs nothing else when only they are asked for", async () => {
    const finished = await test("--only", "distributed");
    expect(finished.output).toBe("Excluding tags: [:test]\nIncluding tags: [:distributed]\n\nhi\n");
    expect(told(finished)).toEqual([
      "✓ sendMessage",
      "○ skipped receiveMessage prints the message",
      "Tests:       1 skipped, 1 passed, 2 total",
    ]);
    expect(finished.status).toBe(0);
  });
});

describe("iex-ts --sname t@localhost -S mix test", () => {
  it("runs all tests", async () => {
    const finished = await testAlive();
    expect(finished.output).toBe("hi\n");
    expect(told(finished)).toEqual([
      "✓ sendMessage",
      "✓ receiveMessage prints the message",
      "Tests:       2 passed, 2 total",
    ]);
    expect(finished.status).toBe(0);
  });

  it("leaves out what is excluded, and names each test", async () => {
    const finished = await testAlive("--exclude", "distributed", "--trace");
    expect(finished.output).toBe("Excluding tags: [:distributed]\n\n");
    expect(told(finished)).toEqual([
      "✓ receiveMessage prints the message",
      "○ skipped sendMessage",
      "Tests:       1 skipped, 1 passed, 2 total",
    ]);
  });
});

/** `config/test.ts` as that of dev: messages go to other nodes. */
describe("iex-ts test when the tests are configured for other nodes", () => {
  beforeAll(() =>
    chat.write(
      "config/test.ts",
      'import { config } from "iex-ts/config";\n\nconfig("p24_chat", { remoteSupervisor: (recipient: string) => ["P24Chat.TaskSupervisor", recipient] });\n',
    ),
  );

  it("sends the message to a node that is up", async () => {
    const finished = await testAlive();
    expect(finished.output).toBe("Compiling 3 files (.ts)\nGenerated p24_chat app\n");
    expect(told(finished)).toContain("Tests:       2 passed, 2 total");
    expect(finished.status).toBe(0);
    await cluster.play("bob: hi");
  });

  it.each([
    ["t@localhost", testAlive],
    ["nonode@nohost", () => test("--include", "distributed")],
  ])("tells which call failed when the node is down: at %s", async (node, run) => {
    await cluster.node("bob").kill();
    const finished = await run();
    expect(told(finished)).toEqual([
      "✕ sendMessage",
      "✓ receiveMessage prints the message",
      "Tests:       1 failed, 1 passed, 2 total",
    ]);
    const call = `GenServer\\.call\\(\\{P24Chat\\.TaskSupervisor, :bob@localhost\\}, \\{:start_task, \\[\\{:${node}, .*\\}, :monitor\\], :temporary, null\\}, :infinity\\)`;
    expect(finished.errors).toMatch(
      new RegExp(
        `● P24Chat › sendMessage\\n\\n +\\*\\* \\(exit\\) exited in: ${call}\\n +\\*\\* \\(EXIT\\) no connection to bob@localhost\\n`,
      ),
    );
    expect(finished.errors).toMatch(/^ +at test\/p24_chat\.test\.ts:6:\d+$/m);
    expect(finished.status).toBe(1);
  });
});

describe("iex-ts test when something is wrong with the project", () => {
  it("names the key that is not configured", async () => {
    chat.write("config/test.ts", 'import { config } from "iex-ts/config";\n\nconfig("chat", { loud: true });\n');
    const finished = await test("--only", "distributed");
    expect(finished.errors).toContain(
      "could not fetch application environment :remoteSupervisor for application :p24_chat because configuration at :remoteSupervisor was not set",
    );
    expect(finished.errors).toMatch(/^ +at \S+ \(src\/p24_chat\.ts:\d+:\d+\)$/m);
    expect(finished.status).toBe(1);
  });

  it("shows the place of what cannot be compiled, and runs nothing", async () => {
    chat.write("src/p24_chat/bad.ts", "export function f() {\n  return [1, 2;\n}\n");
    const shown = `
== Compilation error in file src/p24_chat/bad.ts ==
** (CompileError) error: Expected \`,\` or \`]\` but found \`;\`
    │
  2 │   return [1, 2;
    │               ^
    │
    └─ src/p24_chat/bad.ts:2:15
`;
    for (const args of [["test"], ["compile"], ["--sname", "bad@localhost", "-S", "mix"]]) {
      const { status, output, errors } = await mix(...args);
      expect({ status, errors }).toEqual({ status: 1, errors: "" });
      expect(output.replace(/^Compiling \d files? \(\.ts\)\n/, "")).toBe(shown);
    }
  });
});
