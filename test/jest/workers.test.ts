import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { names, namesUntil } from "../support/names.js";
import { makeProject, type Project } from "./support/project.js";

let project: Project;
beforeEach(async () => {
  project = await makeProject("empty");
});
afterEach(() => project.remove());

/** A test file that says on which node it runs, and waits until all workers have such a file. */
const meets = (name: string): string => `
  import { existsSync, writeFileSync } from "node:fs";
  import { inspect, IO, Node, Process } from "iex-ts";
  import { expect, test } from "iex-ts/jest";
  test.tag({ timeout: 60_000 })("${name}", async () => {
    await IO.puts(inspect(Node.self()));
    writeFileSync("${name}.here", "");
    while (!["a", "b"].every((other) => existsSync(other + ".here"))) await Process.sleep(5);
    expect(Node.isAlive()).toBe(true);
  });
`;

const forever = meets("a").replace("expect(", "await Process.sleep(Infinity); expect(");

describe("several workers", () => {
  it("are nodes of different names, which end with the run, and announce its tags once", async () => {
    for (const name of ["a", "b"]) project.write(`test/${name}_test.ts`, meets(name));
    const run = project.start("--maxWorkers=2", "--sname", "t@localhost", "--include", "x");
    const status = await run.ended;
    expect(run.all()).toContain("Tests:       2 passed, 2 total");
    expect(run.all()).not.toContain("failed to exit gracefully");
    expect(status).toBe(0);
    const lines = run
      .output()
      .split("\n")
      .filter((line) => line !== "");
    expect(lines.sort()).toEqual([':"t-2@localhost"', ":t@localhost", "Including tags: [:x]"]);
    expect(await names(project.epmdPort)).toBeUndefined();
  });

  it("end when jest is killed", async () => {
    project.write("test/a_test.ts", forever);
    project.write("test/b_test.ts", forever.replaceAll('"a"', '"b"').replaceAll("a.here", "b.here"));
    const run = project.start("--maxWorkers=2", "--sname", "t@localhost");
    await run.until((all) => all.includes(":t@localhost") && all.includes(':"t-2@localhost"'));
    run.child.kill("SIGKILL");
    await namesUntil(project.epmdPort, (found) => found === undefined);
    expect(await run.ended).toBeNull();
  });
});

describe("one worker", () => {
  it("is the same node for each file, also after one that could not be loaded", async () => {
    for (const name of ["a", "b"]) project.write(`test/${name}_test.ts`, NAMED);
    project.write("test/broken_test.ts", 'import "iex-ts/jest";\nthrow new Error("at load");\n');
    const run = project.start("--runInBand", "--sname", "t@localhost");
    expect(await run.ended).toBe(1);
    expect(run.all()).toContain("Test Suites: 1 failed, 2 passed, 3 total");
    expect(run.output()).toBe(":t@localhost\n:t@localhost\n");
    expect(await names(project.epmdPort)).toBeUndefined();
  });
});

const NAMED = `
  import { inspect, IO, Node } from "iex-ts";
  import { test } from "iex-ts/jest";
  test("is a node", () => IO.puts(inspect(Node.self())));
`;

// Each starts a jest of its own.
jest.setTimeout(120_000);

describe("watching", () => {
  it("announces the tags of each run", async () => {
    project.write("test/a_test.ts", NAMED);
    const run = project.start("--watchAll", "--include", "x", "--sname", "t@localhost");
    await run.until((all) => all.includes("Ran all test suites"));
    project.write("test/a_test.ts", `${NAMED}\n`);
    await run.until((all) => all.split("Ran all test suites").length === 3);
    expect(run.output().match(/^Including tags: \[:x\]$/gm)).toHaveLength(2);
    expect(run.output().match(/^:t@localhost$/gm)).toHaveLength(2);
    run.child.kill("SIGTERM");
    await run.ended;
    expect(await names(project.epmdPort)).toBeUndefined();
  });
});
