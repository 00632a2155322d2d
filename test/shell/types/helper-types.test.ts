import { describe, expect, it } from "@jest/globals";
import { createHelpers } from "../../../shell/helpers/index.js";
import type { Session } from "../../../shell/session.js";
import { helperType } from "../../../shell/types/helper-types.js";

const reach = (module: string): string => `import("${module}")`;

describe("the types of the helpers", () => {
  it("are there for each of them, but for v(n), which depends on what was typed", () => {
    const names = Object.keys(createHelpers({} as Session));
    const untyped = names.filter((name) => helperType(name, reach) === undefined);
    expect(untyped).toEqual(["v"]);
  });

  it("name those of the library as they are reached", () => {
    expect(helperType("processInfo", reach)).toBe('(pid: import("iex-ts").Pid) => Promise<void>');
    expect(helperType("IEx", reach)).toBe('import("iex-ts/shell").PromptIEx');
    expect(helperType("toString", reach)).toBeUndefined();
  });
});
