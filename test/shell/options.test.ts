import { describe, expect, it } from "@jest/globals";
import { parseOptions } from "../../shell/options.js";

describe("the option --carrier", () => {
  it.each(["websocket", "tcp"])("takes %s", (carrier) => {
    expect(parseOptions(["--sname", "a", "--carrier", carrier])).toMatchObject({ carrier });
    expect(parseOptions(["--sname", "a"])).not.toHaveProperty("carrier");
  });

  it("refuses anything else, and a node without a name", () => {
    const unknown = 'Cannot call other nodes by "udp": give websocket or tcp';
    expect(() => parseOptions(["--sname", "a", "--carrier", "udp"])).toThrow(unknown);
    expect(() => parseOptions(["--carrier", "tcp"])).toThrow("Cannot use --carrier without a name");
  });
});

describe("the option --remsh", () => {
  it.each([
    ["--eval", "1 + 1", "use --rpc-eval you@localhost CODE, or type it at the prompt"],
    ["--require", "file.ts", 'load the file there, with c("FILE") at the prompt'],
    ["--dot-iex", "file.ts", 'evaluate the file there, with importFile("FILE") at the prompt'],
  ])("does not go with %s", (option, value, instead) => {
    expect(() => parseOptions(["--sname", "me", "--remsh", "you@localhost", option, value])).toThrow(
      `Cannot use ${option} with --remsh, whose shell runs on you@localhost: ${instead}`,
    );
  });
});

describe("the option --visible", () => {
  it("makes a node with a name visible, and does not go with --hidden", () => {
    expect(parseOptions(["--sname", "a", "--visible"])).toMatchObject({ visible: true });
    expect(parseOptions(["--sname", "a"])).not.toHaveProperty("visible");
    expect(() => parseOptions(["--sname", "a", "--visible", "--hidden"])).toThrow(
      "Cannot use --visible with --hidden: give one of the two",
    );
    expect(() => parseOptions(["--visible"])).toThrow("Cannot use --visible without a name");
  });
});

describe("code on the command line", () => {
  it("may begin with a dash", () => {
    expect(parseOptions(["-e", "-1", "--eval", "--x", "--hidden", "--sname", "a", "-e", "-e"])).toMatchObject({
      eval: ["-1", "--x", "-e"],
      hidden: true,
      node: { name: "a" },
    });
  });
});

describe("the option --halt-on-error", () => {
  it("holds for a shell that reads its lines here, also that of a project", () => {
    expect(parseOptions(["--halt-on-error", "-e", "1"]).haltOnError).toBe(true);
    expect(parseOptions(["--halt-on-error", "-S", "mix", "run", "a.ts"]).haltOnError).toBe(true);
    expect(parseOptions([]).haltOnError).toBeUndefined();
  });

  it.each([
    [["--sname", "a", "--remsh", "b"], "--remsh"],
    [["--sname", "a", "--rpc-eval", "b", "1"], "--rpc-eval"],
    [["test"], "the task test"],
  ])("is refused where no line is read here: %#", (args, what) => {
    expect(() => parseOptions(["--halt-on-error", ...args])).toThrow(
      `Cannot use --halt-on-error with ${what}, which reads no lines here: leave it out`,
    );
  });
});
