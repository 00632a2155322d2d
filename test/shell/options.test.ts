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
