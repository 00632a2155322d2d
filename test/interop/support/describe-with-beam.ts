import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, it } from "@jest/globals";

const NEEDED = ["erl", "elixir", "epmd"];

/**
 * A `describe` whose tests need Erlang and Elixir. Where these are not installed its tests are
 * skipped, with one line that says so; with `CI_REQUIRES_BEAM=1` in the environment they fail instead.
 */
export function describeWithBeam(what: string, tests: () => void): void {
  const missing = NEEDED.filter((program) => !isInstalled(program));
  const why = `${what}: needs ${missing.join(", ")}, which this machine does not have`;
  if (missing.length === 0) describe(what, tests);
  else if (process.env.CI_REQUIRES_BEAM === "1") failing(what, why);
  else skipped(what, tests, why);
}

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));
}

function skipped(what: string, tests: () => void, why: string): void {
  process.stderr.write(`\n!!! SKIPPED ${why}\n\n`);
  describe.skip(what, tests);
}

function failing(what: string, why: string): void {
  describe(what, () => {
    it("finds Erlang and Elixir installed", () => {
      throw new Error(why);
    });
  });
}
