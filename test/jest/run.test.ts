import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { makeProject, type Project } from "./support/project.js";

// Each starts a jest of its own.
jest.setTimeout(120_000);

describe("tests that jest runs", () => {
  let project: Project;
  beforeAll(async () => {
    project = await makeProject("bare");
  });
  afterAll(() => project.remove());

  it("are processes with mailboxes, links, tags and captured output", async () => {
    const run = project.start("--runInBand", "passing");
    const status = await run.ended;
    expect(run.all()).toContain("Tests:       1 skipped, 1 todo, 15 passed, 17 total");
    expect(status).toBe(0);
    expect(run.output()).toBe("");
  });

  it("have supervised children, which end with them", async () => {
    const run = project.start("--runInBand", "supervised");
    const status = await run.ended;
    expect(run.all()).toContain("Tests:       6 passed, 6 total");
    expect(status).toBe(0);
  });

  it("fail in the words of ExUnit, at the line of the test", async () => {
    const run = project.start("--runInBand", "failing");
    expect(await run.ended).toBe(1);
    const shown = failures(run.all());
    expect(shown["linked crash"]).toMatch(
      /^\*\* \(EXIT from #PID<0\.\d+\.0>\) an exception was raised:\n {4}\*\* \(TypeError\) oops\n {8}\S+failing_test\.ts:6: /,
    );
    expect(shown["linked crash"]).toMatch(/^at test\/failing_test\.ts:4:\d+$/m);
    expect(shown["linked exit"]).toMatch(/^\*\* \(EXIT from #PID<0\.\d+\.0>\) :bye\n/);
    expect(shown.exit).toMatch(
      /^\*\* \(exit\) exited in: GenServer\.call\(\{Sup, :bob@localhost\}, 1\)\n {4}\*\* \(EXIT\) no connection to bob@localhost\n/,
    );
    expect(shown.exit).toMatch(/^at test\/failing_test\.ts:16:\d+$/m);
    expect(shown.throw).toMatch(/^\*\* \(throw\) :ball\n/);
    expect(shown.expectation).toMatch(/Expected: 2\nReceived: 1[\s\S]*^at test\/failing_test\.ts:26:\d+$/m);
    expect(shown["at its end"]).toMatch(/^in exit\n/);
  });

  it("fail when what was set up for them fails", async () => {
    const run = project.start("--runInBand", "hooks");
    expect(await run.ended).toBe(1);
    expect(run.all()).toContain("Tests:       2 failed, 1 passed, 3 total");
    const shown = failures(run.all());
    expect(shown["a beforeEach that fails › fails its test"]).toMatch(/^\*\* \(exit\) :bad\n/);
    expect(shown["a beforeAll whose process crashes › fails the tests after it"]).toMatch(
      /^\*\* \(EXIT from #PID<0\.\d+\.0>\) :crash\n/,
    );
    expect(run.output()).toBe("tidied up\n");
  });

  it("show the mailbox when a message is missed", async () => {
    const run = project.start("--runInBand", "failing", "-t", "message");
    expect(await run.ended).toBe(1);
    const shown = failures(run.all());
    expect(shown["no message"]).toMatch(
      /^Assertion failed, no matching message after 20ms\nThe process mailbox is empty\.\npattern: :hello\n/,
    );
    expect(shown["other messages"]).toContain(
      "Assertion failed, no matching message after 0ms\nShowing 2 of 2 messages in the mailbox\nmailbox:\n" +
        "  pattern: [:hello, _]\n  value:   :b\n\n  pattern: [:hello, _]\n  value:   {:x, 1}\n",
    );
    expect(shown["many messages"]).toContain("Showing 10 of 12 messages in the mailbox\n");
    expect(shown["many messages"]).toMatch(/mailbox:\n {2}pattern: :c\n {2}value: {3}3\n[\s\S]* {2}value: {3}12\n/);
    expect(shown["unwanted message"]).toMatch(/^Unexpectedly received message :b \(which matched :b\)\n/);
  });

  it("end, and are tidied up, when they take too long", async () => {
    const run = project.start("--runInBand", "failing", "-t", "too long");
    expect(await run.ended).toBe(1);
    expect(run.output()).toBe("tidied up\n");
    expect(failures(run.all())["too long"]).toMatch(
      /Exceeded timeout of 30 ms[\s\S]*> 55 \| test\.tag[\s\S]* at test\/failing_test\.ts:55:\d+\n/,
    );
  });
});

describe("the tests that are chosen", () => {
  let project: Project;
  beforeAll(async () => {
    project = await makeProject("bare");
  });
  afterAll(() => project.remove());

  it.each([
    [
      ["--only", "slow"],
      ["a block inherits", "a block overrides"],
      "Excluding tags: [:test]\nIncluding tags: [:slow]\n\n",
    ],
    [["--only", "os:unix"], ["a block inherits"], 'Excluding tags: [:test]\nIncluding tags: [os: "unix"]\n\n'],
    [["--exclude", "slow"], ["is fast", "has no tags"], "Excluding tags: [:slow]\n\n"],
    [
      ["--exclude", "slow", "--include", "os:windows"],
      ["a block overrides", "is fast", "has no tags"],
      'Excluding tags: [:slow]\nIncluding tags: [os: "windows"]\n\n',
    ],
    [["--only", "test:is fast"], ["is fast"], 'Excluding tags: [:test]\nIncluding tags: [test: "is fast"]\n\n'],
  ])("with %p are %p", async (args, chosen, announced) => {
    const run = project.start("--runInBand", "tagged", "--json", "--outputFile=result.json", ...args);
    expect(await run.ended).toBe(0);
    expect(project.passed("result.json")).toEqual(chosen);
    expect(run.output().startsWith(announced)).toBe(true);
  });

  it("must be some when --only asks for them", async () => {
    const run = project.start("--runInBand", "tagged", "--only", "nope");
    expect(await run.ended).toBe(1);
    expect(run.all()).toContain('The --only option was given to "iex-ts test" but no test was executed\n');
  });
});

describe("the tests of a project", () => {
  let project: Project;
  beforeAll(async () => {
    project = await makeProject("sample");
  });
  afterAll(() => project.remove());

  it("have its configuration, its modules and its running application", async () => {
    const run = project.start("--runInBand");
    const status = await run.ended;
    expect(run.all()).toContain("Tests:       1 skipped, 4 passed, 5 total");
    expect(status).toBe(0);
    expect(run.output()).toBe("Excluding tags: [distributed: true]\n\n");
  });

  it("run on a node when one is asked for", async () => {
    const run = project.start("--runInBand", "--sname", "t@localhost");
    const status = await run.ended;
    expect(run.all()).toContain("Tests:       5 passed, 5 total");
    expect(status).toBe(0);
    expect(run.output()).toBe("this is :t@localhost\n");
  });
});

/** What jest shows of each failed test, without its margin. */
function failures(output: string): Record<string, string> {
  const parts = output.split(/^ {2}● /m).slice(1);
  return Object.fromEntries(
    parts.map((part) => {
      const [name = "", ...lines] = part.split("\n");
      const text = lines.map((line) => line.replace(/^ {4}/, "")).join("\n");
      return [name, text.replace(/^ {2}at /gm, "at ").trim()];
    }),
  );
}
