import { afterAll, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";
import { command } from "../../src/testing/command.js";
import { copyChat, worldOf } from "../support/chat.js";
import { openScreen } from "../support/terminal.js";

const chat = copyChat();
const env = { NODE_ENV: "development" };
const cluster = createCluster({ cwd: chat.path, args: ["-S", "mix"], env });

afterAll(async () => {
  await cluster.stopAll();
  chat.remove();
});

it("shows a message that comes while somebody types above what is typed", async () => {
  const alice = await cluster.start("alice");
  const [program, ...args] = command();
  const bob = openScreen(program, [...args, "--sname", "bob@localhost", "-S", "mix"], {
    cwd: chat.path,
    env: { ...env, ...(await worldOf(alice)), NO_COLOR: "1" },
  });
  await bob.waitFor(/^iex\(bob@localhost\)1>$/m);
  await alice.check('P24Chat.sendMessage("bob@localhost", "hey")', ":ok");
  await bob.waitFor(/^hey\niex\(bob@localhost\)1>$/m);
  bob.type('IO.puts("half a');
  await bob.waitFor(/^iex\(bob@localhost\)1> IO\.puts\("half a$/m);
  await alice.check('P24Chat.sendMessage("bob@localhost", "two\\nlines")', ":ok");
  await bob.waitFor(/^hey\ntwo\nlines\niex\(bob@localhost\)1> IO\.puts\("half a$/m);
  bob.type(' line")\r');
  await bob.waitFor(/^iex\(bob@localhost\)1> IO\.puts\("half a line"\)\nhalf a line\n:ok\niex\(bob@localhost\)2>$/m);
});
