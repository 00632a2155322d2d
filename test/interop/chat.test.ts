import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { type Chat, copyChat } from "../support/chat.js";
import { createInterop, describeWithBeam, type Interop } from "./support/index.js";

const ELIXIR_CHAT = readFileSync(join(import.meta.dirname, "../../examples/p24_chat/bob.exs"), "utf8");

describeWithBeam("the chat with alice in TypeScript, and bob and eve in Elixir", () => {
  let interop: Interop;
  let chat: Chat;

  beforeAll(async () => {
    interop = await createInterop();
    chat = copyChat();
  });
  afterAll(async () => {
    await interop?.end();
    chat?.remove();
  });

  async function startElixir(name: string) {
    const beam = await interop.elixir(name);
    await beam.run(ELIXIR_CHAT);
    return beam;
  }

  it("prints each message at its recipient, whichever language that speaks", async () => {
    const [bob, eve] = await Promise.all([startElixir("bob"), startElixir("eve")]);
    const options = { cwd: chat.path, args: ["-S", "mix"], env: { NODE_ENV: "development" } };
    const alice = await interop.ts.start("alice", options);

    await alice.check('P24Chat.sendMessage("bob@localhost", "hey")', ":ok");
    await bob.printed(/^hey$/m);
    expect(await bob.run('P24Chat.send_message(:alice@localhost, "hi back")')).toBe(":ok");
    await alice.expect("hi back");
    await alice.check('P24Chat.sendMessage("eve@localhost", "are you there?")', "stay quiet for a while\n:ok");
    await eve.printed(/^are you there\?$/m);
    expect(bob.output).toBe("hey\n");
  });

  it("reports a task that fails there at both nodes, as between two of Elixir", async () => {
    const carl = await startElixir("carl");
    const options = { cwd: chat.path, args: ["-S", "mix"], env: { NODE_ENV: "development" } };
    const dora = await interop.ts.start("dora", options);
    const shown = await dora.type('await P24Chat.spawnTask("P24Chat", "nope", "carl@localhost", [])', {
      until: "is undefined or private",
    });
    expect(shown).toContain("** (UndefinedFunctionError) function P24Chat.nope/0 is undefined or private");
    await carl.printed(/Task #PID<.*> started from #PID<.*> terminating/);
  });
});
