import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { ioLib } from "../../../src/io/erlang-format/index.js";
import { startGroupLeader, stringDevice } from "../../../src/io/index.js";
import { ioRequest } from "../../../src/io/protocol.js";
import { inProcess, replyFor, self, send, setCodeServer } from "../../../src/process/index.js";
import { atom, makeRef, tuple } from "../../../src/term/index.js";
import { endProcesses, recordReports } from "../../support/processes.js";

beforeEach(() => {
  recordReports();
  setCodeServer({
    nameOf: () => undefined,
    resolve: (_module, name) => ioLib[Symbol.keyFor(name) as keyof typeof ioLib] as () => unknown,
  });
});
afterEach(endProcesses);

/** What `io:format/2` of an Erlang process sends to its group leader, and what is answered. */
async function ioFormat(format: unknown, args: unknown[]): Promise<[answer: unknown, written: string]> {
  const device = stringDevice();
  const answer = await inProcess(async () => {
    const ref = makeRef();
    const reply = replyFor(ref);
    const request = tuple(atom("put_chars"), atom("unicode"), atom("io_lib"), atom("format"), [format, args]);
    send(startGroupLeader(device), ioRequest(self(), ref, request));
    return (await reply)[2];
  });
  return [answer, device.contents()];
}

describe("io:format of an Erlang process with a group leader here", () => {
  it("prints the terms as Erlang would", async () => {
    const format = [..."~p is ~ts~n"].map((character) => character.charCodeAt(0));
    expect(await ioFormat(format, [tuple(atom.ok, { a: [1, 2] }), "日本"])).toEqual([
      atom.ok,
      "{ok,#{a => [1,2]}} is 日本\n",
    ]);
  });

  it("is refused where the format and the arguments do not fit, and nothing is printed", async () => {
    expect(await ioFormat("~p ~p", [1])).toEqual([tuple(atom.error, atom("request")), ""]);
  });
});
