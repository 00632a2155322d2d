import { describe, expect, it } from "@jest/globals";
import { namePastedTerms, pastedTerms } from "../../../shell/evaluate/pasted-term.js";
import { inspect, makeRef, portFromText, refFromText } from "../../../src/index.js";
import { prompt } from "../evaluate/prompt.js";

describe("a pid, reference or port that is pasted as it was printed", () => {
  it.each([
    ["#PID<0.111.0>", "$PID_0_111_0 "],
    ["send(#PID<0.1.0>, 1)", "send($PID_0_1_0 , 1)"],
    ["#Reference<0.1.2.3>", "$Reference_0_1_2_3 "],
    ["#Port<0.4>", "$Port_0_4 "],
    ['"#PID<0.1.0>"', '"#PID<0.1.0>"'],
    ["'it\\'s #PID<0.1.0>'", "'it\\'s #PID<0.1.0>'"],
    ["`#PID<0.1.0>`", "`#PID<0.1.0>`"],
    ["// #PID<0.1.0>", "// #PID<0.1.0>"],
    ["/* #PID<0.1.0> */ 1", "/* #PID<0.1.0> */ 1"],
    ["#PID<0.1>x", "$PID_0_1 x"],
    ["#PID<>", "#PID<>"],
    ["class { #PID = 1 }", "class { #PID = 1 }"],
  ])("is a name of the same length: %s", (typed, read) => {
    expect(namePastedTerms(typed)).toBe(read);
    expect(namePastedTerms(typed)).toHaveLength(typed.length);
  });

  it("is found wherever it stands in the code", () => {
    expect(pastedTerms("f(#PID<0.1.0>, '#PID<0.2.0>') // #PID<0.3.0>").map(([name]) => name)).toEqual(["$PID_0_1_0"]);
  });

  it("is that term at the prompt", async () => {
    const { type } = prompt();
    const ref = makeRef();
    expect(await type(inspect(ref))).toBe(ref);
    expect(inspect(await type("[#PID<0.77.0>, #Port<0.4>]"))).toBe("[#PID<0.77.0>, #Port<0.4>]");
  });

  it("is refused when its node was never heard of", async () => {
    const error = await prompt().fail("#PID<77.1.0>");
    expect(error.message).toContain("not a textual representation of a pid");
  });

  it("does not move the place that a syntax error names", async () => {
    const { problem } = await prompt().fail("[#PID<0.1.0>, 1 2]");
    expect(problem.column).toBe(17);
  });
});

describe("a text of a reference or port", () => {
  it.each(["0.1.2.3", "#Reference<0.1.2.3>", "#Ref<0.1.2.3>", " 0.1.2.3 "])("may be %j", (text) => {
    expect(refFromText(text)).toBe(refFromText("0.1.2.3"));
    expect(inspect(refFromText(text))).toBe("#Reference<0.1.2.3>");
  });

  it.each(["", "abc", "0.1", "0.1.2.3.4.5.6", "0.1.2.4294967296", "77.1.2.3", "#Port<0.1.2.3>", "0.1.2.3x"])(
    "is refused as a reference: %j",
    (text) => expect(() => refFromText(text)).toThrow("not a textual representation of a reference"),
  );

  it("is refused as a port", () => {
    expect(inspect(portFromText("0.4"))).toBe("#Port<0.4>");
    for (const text of ["", "4", "0.4.5", "77.4", "#PID<0.4>"])
      expect(() => portFromText(text)).toThrow("not a textual representation of a port");
  });
});
