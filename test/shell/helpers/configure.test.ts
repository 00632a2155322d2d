import { afterEach, describe, expect, it } from "@jest/globals";
import { configuration, configure } from "../../../shell/configure/configuration.js";
import { resultText } from "../../../shell/configure/printing.js";
import { promptText } from "../../../shell/prompt.js";
import { createStyle, loadColors } from "../../../shell/style.js";
import type { Screen } from "../../../shell/terminal/device.js";
import { atom } from "../../../src/index.js";

const before = { ...configuration(), colors: {}, inspect: { limit: 50, depth: 500, width: 80 } };

describe("the configuration of the shells of a node", () => {
  afterEach(() => configure({ ...before, colors: { enabled: false } }));

  it("says which texts have which colours, where there are colours", async () => {
    await loadColors();
    const plain = await createStyle(false);
    const coloured = await createStyle(true);
    expect(plain.color("evalError", "no")).toBe("no");
    expect(coloured.inspect.color).toBeDefined();
    configure({
      colors: { enabled: true, evalError: ["bold", "blue"], lsDirectory: [], syntaxColors: { atom: "red" } },
    });
    expect(plain.error("no")).toBe("\u001b[1m\u001b[34mno\u001b[39m\u001b[22m");
    expect(plain.color("lsDirectory", "src")).toBe("src");
    expect(plain.inspect.color?.("atom", ":ok")).toBe("\u001b[31m:ok\u001b[39m");
    expect(plain.inspect.color?.("list", "[")).toBe("[");
    configure({ colors: { enabled: false } });
    expect(coloured.error("no")).toBe("no");
    expect(coloured.inspect).toEqual({});
  });

  it("colours of a result what has no colour of its own", async () => {
    await loadColors();
    configure({ colors: { enabled: true, syntaxColors: { atom: "cyan" } } });
    const session = { style: await createStyle(true), screen: { geometry: () => undefined } as unknown as Screen };
    expect(resultText([atom("a"), {}], session)).toBe("[\u001b[36m:a\u001b[39m, {}]");
    configure({ colors: { evalResult: "red" } });
    expect(resultText([atom("a"), {}], session)).toBe("\u001b[31m[\u001b[36m:a\u001b[39m\u001b[31m, {}]\u001b[39m");
    configure({ colors: { enabled: false } });
    expect(resultText([atom("a"), {}], session)).toBe("[:a, {}]");
  });

  it("changes what is given, key by key, and leaves the rest", () => {
    configure({ inspect: { limit: 3 }, width: 100 });
    configure({ inspect: { depth: 2 } });
    configure({ colors: { syntaxColors: { atom: "red" } } });
    configure({ colors: { syntaxColors: { string: ["bold", "blue"] } } });
    expect(configuration()).toMatchObject({
      width: 100,
      historySize: 20,
      inspect: { limit: 3, depth: 2 },
      colors: { syntaxColors: { atom: "red", string: ["bold", "blue"] } },
    });
  });

  it.each<[options: unknown, message: string]>([
    [{ foo: 1 }, "unknown configuration foo: the keys are colors, inspect, width, historySize"],
    [{ inspect: { pretty: true } }, "unknown configuration inspect.pretty: the keys are limit, depth, width"],
    [{ toString: 1 }, "unknown configuration toString"],
    [{ accepts: 1 }, "unknown configuration accepts"],
    [{ width: "x" }, 'invalid configuration width: "x" is not a whole number from 1, or Infinity'],
    [{ width: 0 }, "invalid configuration width: 0 is not a whole number from 1"],
    [
      { historySize: 1.5 },
      "invalid configuration historySize: 1.5 is not a whole number from -1, which keeps all values",
    ],
    [{ historySize: -5 }, "invalid configuration historySize: -5 is not a whole number from -1"],
    [{ colors: { evalResult: "pink" } }, 'invalid configuration colors.evalResult: "pink" is not the name of a colour'],
    [{ defaultPrompt: 1 }, "invalid configuration defaultPrompt: 1 is not a text"],
    [{ alivePrompt: undefined }, "invalid configuration alivePrompt: undefined is not a text"],
    [{ inspect: 1 }, "invalid configuration inspect: 1 is no object of options"],
    [{ inspect: { limit: -1 } }, "invalid configuration inspect.limit: -1 is not a whole number from 0"],
    [{ colors: { enabled: 1 } }, "invalid configuration colors.enabled: 1 is not true or false"],
    [{ colors: { evalError: "pink" } }, 'invalid configuration colors.evalError: "pink" is not the name of a colour'],
    [{ colors: { syntaxColors: { atom: ["red", 1] } } }, "invalid configuration colors.syntaxColors.atom: ["],
    [
      { colors: { syntaxColors: { noun: "red" } } },
      "unknown configuration colors.syntaxColors.noun: the keys are atom",
    ],
    [1, "invalid configuration: 1 is no object of options"],
    [null, "invalid configuration: null is no object of options"],
    [[], "invalid configuration: [] is no object of options"],
  ])("refuses %j with a message that names the key, and what it may be", (options, message) => {
    const unchanged = configuration();
    expect(() => configure(options)).toThrow(message);
    expect(configuration()).toBe(unchanged);
  });

  it("changes nothing when one key of several is wrong", () => {
    expect(() => configure({ width: 40, historySize: "many" })).toThrow("historySize");
    expect(configuration().width).toBe(before.width);
  });

  it("makes the prompt from a template", () => {
    expect(promptText(3)).toBe("iex(3)> ");
    expect(promptText(3, "...")).toBe("...(3)> ");
    configure({ defaultPrompt: "%node %counter %prefix $& %other>" });
    expect(promptText(12)).toBe("nonode@nohost 12 iex $& %other> ");
    expect(promptText(12, "...")).toBe("nonode@nohost 12 ... $& %other> ");
    configure({ continuationPrompt: "more>" });
    expect(promptText(12, "...")).toBe("more> ");
  });
});
