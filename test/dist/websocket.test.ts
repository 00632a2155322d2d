import { afterEach, describe, expect, it } from "@jest/globals";
import type { Carrier } from "../../src/dist/carriers/carrier.js";
import { type Listener, listen } from "../../src/dist/carriers/listener.js";
import { dialWebSocket } from "../../src/dist/carriers/websocket.js";

const listeners: Listener[] = [];
afterEach(() => Promise.all(listeners.splice(0).map((listener) => listener.close())));

/** Two ends of one websocket. */
async function pair(): Promise<[dialled: Carrier, accepted: Carrier]> {
  const listener = await listen({ host: "localhost" });
  listeners.push(listener);
  const accepted = new Promise<Carrier>((resolve) => {
    listener.serve({
      call: ({ carrier, admit }) => {
        admit();
        resolve(carrier);
      },
      log: () => {},
    });
  });
  const dialled = await dialWebSocket("127.0.0.1", listener.port, AbortSignal.timeout(20_000));
  return [dialled, await accepted];
}

/** The next bytes that arrive, until there are so many. */
function arriving(at: Carrier, length: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    at.onData = (chunk) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= length) resolve(Buffer.concat(chunks));
    };
  });
}

function bytes(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, i) => (i * 31 + length) % 256));
}

describe("a websocket between nodes", () => {
  // The length of a frame is written in one byte up to 125, in two up to 65 535; ours are copied up to 8 192.
  const sizes = [1, 124, 125, 126, 127, 255, 256, 8191, 8192, 8193, 65_535, 65_536, 300_000];

  it.each(sizes)("carries %i bytes from the one that dialled, and back", async (size) => {
    const [dialled, accepted] = await pair();
    const there = arriving(accepted, size);
    dialled.send(bytes(size));
    expect((await there).equals(bytes(size))).toBe(true);
    const back = arriving(dialled, size);
    accepted.send(bytes(size));
    expect((await back).equals(bytes(size))).toBe(true);
    dialled.destroy();
  });

  it("keeps the order of messages of all sizes", async () => {
    const [dialled, accepted] = await pair();
    const all = Buffer.concat([...sizes, ...sizes.toReversed()].map(bytes));
    const there = arriving(accepted, all.length);
    for (const size of [...sizes, ...sizes.toReversed()]) dialled.send(bytes(size));
    expect((await there).equals(all)).toBe(true);
    dialled.destroy();
  });

  it("sends what waits before it closes", async () => {
    const [dialled, accepted] = await pair();
    const there = arriving(accepted, 300_125);
    dialled.send(bytes(300_000));
    dialled.send(bytes(125));
    dialled.close();
    expect(await there).toHaveLength(300_125);
  });
});
