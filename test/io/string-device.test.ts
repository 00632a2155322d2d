import { describe, expect, it } from "@jest/globals";
import { stringDevice } from "../../src/io/index.js";

describe("stringDevice", () => {
  it("gives its input line by line, the last one as it is, then the end", async () => {
    const device = stringDevice("one\ntwo");
    expect(await device.readLine("")).toBe("one\n");
    expect(await device.readLine("")).toBe("two");
    expect(await device.readLine("")).toBeNull();
  });

  it("waits for input while it is open", async () => {
    const device = stringDevice("", { open: true });
    const line = device.readLine("");
    device.feed("half");
    device.feed(" a line\nrest");
    expect(await line).toBe("half a line\n");
    device.feed(null);
    expect(await device.readLine("")).toBe("rest");
    expect(await device.readLine("")).toBeNull();
  });

  it("keeps what is written, until it is taken", () => {
    const device = stringDevice();
    device.write("a");
    device.write("b");
    expect(device.contents()).toBe("ab");
    expect(device.take()).toBe("ab");
    expect(device.contents()).toBe("");
    expect(device.geometry()).toBeUndefined();
  });

  it("shows prompts when asked to", async () => {
    const device = stringDevice("x\n", { capturePrompt: true });
    await device.readLine("name? ");
    expect(device.contents()).toBe("name? ");
  });

  it("gives the line to the read that came last, then to the one that it parked", async () => {
    const device = stringDevice("", { open: true });
    const [older, newer] = [device.readLine(""), device.readLine("")];
    device.feed("1\n2\n");
    expect(await newer).toBe("1\n");
    expect(await older).toBe("2\n");
  });

  it("keeps the line of a read that was withdrawn for the next one", async () => {
    const device = stringDevice("", { open: true });
    const reader = new AbortController();
    const withdrawn = device.readLine("", reader.signal);
    reader.abort();
    expect(await withdrawn).toBeNull();
    device.feed("kept\n");
    expect(await device.readLine("")).toBe("kept\n");
  });

  it("ends pending reads when it closes", async () => {
    const device = stringDevice("", { open: true });
    const line = device.readLine("");
    await device.close();
    expect(await line).toBeNull();
  });
});
