import { type EventEmitter, once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "@jest/globals";
import { Shell } from "../../../shell/index.js";

const KINDS: [string, object, string][] = [
  ["lines", {}, "exit()\n"],
  ["keys", { terminal: true, colors: false }, "exit()\r"],
  ["keys, on a terminal of the system", { colors: false }, "exit()\r"],
];

/** As much of a terminal of the system as streams can be, where that is wanted. */
function streams(what: string, options: object = {}): [PassThrough, PassThrough] {
  const system = what.includes("system") ? { isTTY: true, isRaw: false, setRawMode: () => {} } : {};
  return [Object.assign(new PassThrough(), system), Object.assign(new PassThrough(options), system)];
}

function listeners(...streams: EventEmitter[]) {
  return streams.map((stream) =>
    Object.fromEntries(stream.eventNames().map((event) => [event, stream.listenerCount(event)])),
  );
}

describe("the streams of a shell that has ended", () => {
  it.each(KINDS)(
    "have the listeners that they had, however many shells there were: %s",
    async (what, options, exit) => {
      const [input, output] = streams(what);
      output.resume();
      const before = listeners(input, output);
      for (let count = 0; count < 14; count++) {
        const shell = Shell.start({ input, output, ...options });
        input.write(exit);
        expect(await shell.left).toBe(0);
        expect(listeners(input, output)).toEqual(before);
      }
    },
  );

  it.each(KINDS)(
    "have them also where it was closed while nobody had read what it printed: %s",
    async (what, options) => {
      const [input, output] = streams(what, { highWaterMark: 10 });
      const before = listeners(input, output);
      const shell = Shell.start({ input, output, ...options });
      while (!output.writableNeedDrain) await new Promise(setImmediate);
      shell.close();
      output.resume();
      await shell.left;
      output.pause();
      expect(listeners(input, output)).toEqual(before);
    },
  );

  it("may tell late that they were cut off, and end nothing", async () => {
    const [socket, client] = await connected();
    const shell = Shell.start({ input: socket, output: socket });
    await once(client, "data");
    client.resetAndDestroy();
    expect(await shell.left).toBe(0);
    if (!socket.closed) await once(socket, "close");
  });
});

/** Both ends of a connection. */
async function connected(): Promise<[Socket, Socket]> {
  const server = createServer().listen(0, "localhost");
  await once(server, "listening");
  const client = connect((server.address() as { port: number }).port, "localhost");
  const [socket] = (await once(server, "connection")) as [Socket];
  server.close();
  return [socket, client];
}
