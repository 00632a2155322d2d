import { afterEach, describe, expect, it } from "@jest/globals";
import { type Listener, listen } from "../../src/dist/carriers/listener.js";
import { type DialOptions, dial } from "../../src/dist/dial.js";
import { MARKER } from "../../src/dist/epmd/protocol.js";
import { explain } from "../../src/dist/reasons.js";

const listeners: Listener[] = [];
afterEach(() => Promise.all(listeners.splice(0).map((listener) => listener.close())));

const broken = (): never => {
  throw new TypeError("it broke");
};

function options(changes: Partial<DialOptions>): DialOptions {
  const lookup = async () => undefined;
  const signal = AbortSignal.timeout(20_000);
  return { mode: "short", carrier: "websocket", lookup, signal, handshake: broken, established: broken, ...changes };
}

describe("an attempt to call a node that an unforeseen error ends", () => {
  it("is one that failed, and says with which error", async () => {
    const failure = await dial("b@localhost", options({ lookup: broken }));
    expect(failure).toEqual({ kind: "error", detail: "it broke" });
    expect(explain("b@localhost", failure!)).toBe(
      "Cannot connect to :b@localhost: an error in this node ended the attempt: report it (it broke)",
    );
  });

  it("leaves no socket open", async () => {
    const listener = await listen({ host: "localhost" });
    listeners.push(listener);
    const closed = new Promise<void>((resolve) => {
      listener.serve({
        call: ({ carrier, admit }) => {
          admit();
          carrier.onClose = resolve;
        },
        log: () => {},
      });
    });
    const lookup = async () => ({ port: listener.port, extra: MARKER });
    expect(await dial("b@localhost", options({ lookup }))).toEqual({ kind: "error", detail: "it broke" });
    await closed;
  });
});
