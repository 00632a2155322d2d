import { describe, expect, it } from "@jest/globals";
import { linesThatMustFail, typeErrors } from "../support/type-errors.js";

const FILE = "test/otp/types/protocol.ts";

describe("the protocol of a server", () => {
  it("is checked by the compiler: requests, arguments, replies, state", () => {
    const lines = typeErrors(FILE).map((error) => Number.parseInt(error, 10));
    expect([...new Set(lines)]).toEqual(linesThatMustFail(FILE));
    expect(lines.length).toBeGreaterThan(15);
  });
});
