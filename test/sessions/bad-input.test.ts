import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";
import { createWorld, type World } from "../../src/testing/world.js";
import { type Finished, run } from "../support/command.js";

let world: World;
const servers = new Set<Server>();

beforeAll(async () => {
  world = await createWorld();
});
afterEach(async () => {
  await Promise.all([...servers].map((server) => new Promise((resolve) => server.close(resolve))));
  servers.clear();
});
afterAll(() => world.remove());

function start(args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
  return run(args, { env: { ...world.env, ...env }, input: "1 + 1\n" });
}

/** Takes a port with a program that is no node: it greets who calls in its own way. */
async function takePort(greeting: string): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => {}).resume();
    socket.end(greeting);
  });
  servers.add(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return address !== null && typeof address === "object" ? address.port : 0;
}

/** Status 1, one message on the error output, and nothing else. */
function refusal(message: string): Finished {
  return { status: 1, output: "", errors: `${message}\n` };
}

describe("a command line that makes no sense", () => {
  it.each([
    [["--foo"], "Unknown option --foo: iex-ts --help lists the options"],
    [["-x"], "Unknown option -x: iex-ts --help lists the options"],
    [["chat.ts"], "Unexpected argument chat.ts: iex-ts --help lists the options"],
    [["--sname"], "Option --sname needs a value: iex-ts --help lists the options"],
    [["-e"], "Option -e, --eval needs a value: iex-ts --help lists the options"],
    [
      ["--sname", "a", "--cookie", "-x"],
      'Option --cookie needs a value: give one that begins with a dash behind a "=", as in --cookie=-x',
    ],
    [["--hidden=yes"], 'Option --hidden takes no value: leave out what follows the "="'],
    [
      ["--sname", "a", "--name", "b@10.0.0.1"],
      'Cannot name this node both "a" and "b@10.0.0.1": give either --sname or --name',
    ],
    [["--sname", "a", "--port", "80x"], 'Cannot listen on port "80x": give a number from 1 to 65535'],
    [["--sname", "a", "--port", "65536"], 'Cannot listen on port "65536": give a number from 1 to 65535'],
    [
      ["--sname", "a", "--net-ticktime", "0.5"],
      'Cannot use the tick time "0.5": give a whole number of seconds from 1 to 2000000',
    ],
    [
      ["--sname", "a", "--cookie", ""],
      "Cannot use an empty cookie: give --cookie at least one character, or leave it out",
    ],
  ])("refuses %j", async (args, message) => {
    expect(await start(args)).toEqual(refusal(`iex-ts: ${message}`));
  });

  it.each([[["--port", "4444"]], [["--hidden"]], [["--cookie", "secret"]], [["--net-ticktime", "5"]]])(
    "refuses %j for a node that has no name",
    async (args) => {
      const message = `Cannot use ${args[0]} without a name, by which other nodes reach this one: add --sname NAME`;
      expect(await start(args)).toEqual(refusal(`iex-ts: ${message}`));
    },
  );
});

describe("a name that no node can have", () => {
  const word = 'the part before the "@" holds letters, digits, "_" and "-" only, choose another name';
  const parts = `a node's name is one word, one "@" and one host, as in me@localhost`;

  it.each([
    ["--sname", "", "Cannot start a node with an empty name, give one as in --sname me"],
    ["--sname", "a b@localhost", `Cannot start a node as "a b@localhost": ${word}`],
    ["--sname", "ż@localhost", `Cannot start a node as "ż@localhost": ${word}`],
    ["--sname", "a@b@c", `Cannot start a node as "a@b@c": ${parts}`],
    ["--sname", "@localhost", `Cannot start a node as "@localhost": ${parts}`],
    [
      "--sname",
      "a@127.0.0.1",
      'Cannot start a node as "a@127.0.0.1": the host "127.0.0.1" of a short name has no dots, use --name a@127.0.0.1',
    ],
    [
      "--name",
      "a@localhost",
      'Cannot start a node as "a@localhost": its host "localhost" is not fully qualified, use --sname a@localhost',
    ],
  ])("refuses %s %j", async (option, name, message) => {
    expect(await start([option, name])).toEqual(refusal(message));
  });
});

describe("a name that is in use", () => {
  const cluster = createCluster();
  afterAll(() => cluster.stopAll());

  it("is refused; the node that has it goes on", async () => {
    const first = await cluster.start("a");
    await expect(cluster.start("a")).rejects.toThrow(
      "Protocol 'inet_tcp': the name a@localhost seems to be in use by another Erlang node\n" +
        "Choose another name, or end the node that has it\n",
    );
    await first.check("1 + 1", "2");
    await first.expectNothing();
  });
});

describe("a cookie that cannot be used", () => {
  const file = () => join(world.home, ".erlang.cookie");

  function replaceCookie(text: string, mode: number): void {
    rmSync(file(), { recursive: true, force: true });
    writeFileSync(file(), text);
    chmodSync(file(), mode);
  }

  it("is one that others can read", async () => {
    replaceCookie("SECRET", 0o644);
    const message = `Cookie file ${file()} must be accessible by owner only, type: chmod 400 ${file()}`;
    expect(await start(["--sname", "a@localhost"])).toEqual(refusal(message));
    chmodSync(file(), 0o400);
    expect(await start(["--sname", "a@localhost"])).toMatchObject({ status: 0, errors: "" });
  });

  it("is an empty one", async () => {
    replaceCookie("", 0o400);
    const message = `Cannot use the cookie in ${file()}: it is empty, remove the file to get a new one`;
    expect(await start(["--sname", "a@localhost"])).toEqual(refusal(message));
    rmSync(file());
    expect(await start(["--sname", "a@localhost"])).toMatchObject({ status: 0, errors: "" });
  });

  it("is one that is no text, or no file at all", async () => {
    replaceCookie("a\u0001b", 0o400);
    expect(await start(["--sname", "a@localhost"])).toEqual(
      refusal(`Cannot use the cookie in ${file()}: bad characters in cookie, write one printable line to it`),
    );
    rmSync(file());
    mkdirSync(file(), { mode: 0o700 });
    const { status, errors } = await start(["--sname", "a@localhost"]);
    expect({ status, errors }).toEqual({ status: 1, errors: expect.stringMatching(/repair it or use --cookie\n$/) });
    expect(await start(["--sname", "a@localhost", "--cookie", "x"])).toMatchObject({ status: 0, errors: "" });
    rmSync(file(), { recursive: true });
  });
});

describe("a port that is taken", () => {
  it("is refused for other nodes", async () => {
    const port = await takePort("");
    expect(await start(["--sname", "a@localhost", "--cookie", "x", "--port", `${port}`])).toEqual(
      refusal(`Cannot listen on port ${port}: another program uses it, give another one with --port or leave it out`),
    );
  });

  it("is refused for the names of the machine", async () => {
    const port = await takePort("220 mail.example.org ESMTP\r\n");
    const env = { ERL_EPMD_PORT: `${port}` };
    expect(await start(["--sname", "a@localhost", "--cookie", "x"], env)).toEqual(
      refusal(
        `Cannot ask the name server of "127.0.0.1" on port ${port}: what answers there is not EPMD, set ERL_EPMD_PORT to another port`,
      ),
    );
  });

  it("cannot be a word", async () => {
    expect(await start(["--sname", "a@localhost", "--cookie", "x"], { ERL_EPMD_PORT: "abc" })).toEqual(
      refusal('Cannot use ERL_EPMD_PORT "abc": set it to a number from 1 to 65535'),
    );
  });
});
