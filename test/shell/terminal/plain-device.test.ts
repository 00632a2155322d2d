import { PassThrough, Writable } from "node:stream";
import { describe, expect, it } from "@jest/globals";
import { openPlain } from "../../../shell/terminal/plain-device.js";

function pipes(output: Writable = new PassThrough()) {
  const input = new PassThrough();
  let shown = "";
  if (output instanceof PassThrough) output.setEncoding("utf8").on("data", (text) => (shown += text));
  let closed = 0;
  const device = openPlain({ input, output, onClosed: () => closed++ });
  return { input, output, device, shown: () => shown, closed: () => closed };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("A plain device", () => {
  it("writes each prompt once, and output raw behind it", async () => {
    const { input, device, shown } = pipes();
    const first = device.readLine("1> ");
    void device.write("tick\n");
    input.write("one\n");
    expect(await first).toBe("one\n");
    const second = device.readLine("2> ");
    input.write("two\n");
    expect(await second).toBe("two\n");
    await turn();
    expect(shown()).toBe("1> tick\n2> ");
    void device.close();
  });

  it("puts lines together from any pieces, multi-byte letters and CRLF included", async () => {
    const { input, device } = pipes();
    for (const byte of Buffer.from("żółć ✓\r\nb\r\n\n")) input.write(Buffer.of(byte));
    expect(await device.readLine("")).toBe("żółć ✓\n");
    expect(await device.readLine("")).toBe("b\n");
    expect(await device.readLine("")).toBe("\n");
    void device.close();
  });

  it("gives a last line without a newline, then null, as often as asked", async () => {
    const { input, device } = pipes();
    input.end("one\nlast");
    expect(await device.readLine("")).toBe("one\n");
    expect(await device.readLine("")).toBe("last");
    expect(await device.readLine("")).toBeNull();
    expect(await device.readLine("")).toBeNull();
  });

  it("does not read ahead of its readers without bound, and loses nothing for it", async () => {
    const { input, device } = pipes();
    let sent = 0;
    while (sent < 100_000 && input.write(`line ${sent++}\n`)) await turn();
    expect(sent).toBeLessThan(100_000);
    for (let n = 0; n < sent; n++) expect(await device.readLine("")).toBe(`line ${n}\n`);
    input.end();
    expect(await device.readLine("")).toBeNull();
  });

  it("resolves a write when its reader has caught up", async () => {
    const taken: (() => void)[] = [];
    const slow = new Writable({ highWaterMark: 8, write: (_chunk, _encoding, done) => void taken.push(done) });
    const { device } = pipes(slow);
    let room = false;
    const written = Promise.resolve(device.write("much more than eight")).then(() => (room = true));
    await turn();
    expect(room).toBe(false);
    taken.shift()?.();
    await written;
    expect(room).toBe(true);
    expect(device.write("x")).toBeUndefined();
    void device.close();
  });

  it("says once that its reader is gone, and drops what is written from then on", async () => {
    const broken = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error("write EPIPE"), { code: "EPIPE" })),
    });
    const { device, closed } = pipes(broken);
    void device.write("to nobody\n");
    await turn();
    void device.write("still nobody\n");
    await turn();
    expect(closed()).toBe(1);
  });

  it("gives a withdrawn read's line to the next", async () => {
    const { input, device, shown } = pipes();
    const withdrawal = new AbortController();
    const first = device.readLine("1> ", withdrawal.signal);
    withdrawal.abort(new Error("no longer needed"));
    await expect(first).rejects.toThrow("no longer needed");
    input.write("line\n");
    expect(await device.readLine("2> ")).toBe("line\n");
    expect(shown()).toBe("1> 2> ");
    void device.close();
  });

  it("serves the newer of two reads first", async () => {
    const { input, device } = pipes();
    const older = device.readLine("iex> ");
    const newer = device.readLine("name? ");
    input.write("joe\n1 + 1\n");
    expect(await newer).toBe("joe\n");
    expect(await older).toBe("1 + 1\n");
    void device.close();
  });

  it("ends the reads that wait when it is closed, and lets the program end", async () => {
    const { input, device } = pipes();
    const read = device.readLine("> ");
    void device.close();
    expect(await read).toBeNull();
    expect(input.isPaused()).toBe(true);
  });

  it("is closed when everything written has been taken", async () => {
    const taken: string[] = [];
    const slow = new Writable({
      write: (chunk, _encoding, done) => {
        taken.push(String(chunk));
        setImmediate(done);
      },
    });
    const { device } = pipes(slow);
    for (const text of ["one", "two", "three"]) void device.write(text);
    await device.close();
    expect(taken.join(" ").trim()).toBe("one two three");
  });

  it("has no size", () => {
    const { device } = pipes();
    expect(device.geometry()).toBeUndefined();
    void device.close();
  });
});
