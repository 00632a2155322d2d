import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { atom, ImproperList, inProcess, Process, receive, self, send, skip, spawn, tuple } from "iex-ts";
import { startServices } from "../../src/node/services/index.js";

beforeAll(async () => {
  await inProcess(() => {
    startServices({ node: "me@localhost", netTicktime: 7 });
  });
  await new Promise((resolve) => setImmediate(resolve));
});
afterAll(() =>
  inProcess(() => {
    for (const name of ["net_kernel", "rex", "global_name_server"]) Process.exit(Process.whereis(name)!, atom.kill);
  }),
);

/** A call as a `gen_server` of Erlang makes it, by a process of its own unless it is given. */
function call(name: string, request: unknown): Promise<unknown> {
  return inProcess(() => ask(name, request));
}

async function ask(name: string, request: unknown): Promise<unknown> {
  const ref = Process.monitor(name, { alias: "reply_demonitor" });
  const tag = new ImproperList([atom.alias], ref);
  send(name, tuple(atom.$gen_call, tuple(self(), tag), request));
  const [, reply] = (await receive(
    (message) => (message[0] instanceof ImproperList ? message : skip),
    5000,
  )) as unknown[];
  return reply;
}

describe("net_kernel", () => {
  it("answers whoever pings", async () => {
    expect(await call("net_kernel", tuple(atom.is_auth, atom("you@localhost")))).toBe(atom.yes);
  });

  it("answers to a pid, to an alias, and to an alias in a list of its own", async () => {
    const tags = await inProcess(async () => {
      const alias = Process.alias();
      const inner = new ImproperList([atom.alias], alias);
      for (const tag of ["plain", inner, new ImproperList([inner], atom.more)])
        send("net_kernel", tuple(atom.$gen_call, tuple(self(), tag), atom.ticktime));
      return [await receive(), await receive(), await receive()];
    });
    expect(tags).toEqual([tuple("plain", 7), tuple(expect.any(ImproperList), 7), tuple(expect.any(ImproperList), 7)]);
  });

  it("refuses what it does not know, and lives on after nonsense", async () => {
    expect(await call("net_kernel", atom.what)).toEqual(tuple(atom.error, atom.enotsup));
    await inProcess(() => {
      for (const message of [
        1,
        null,
        tuple(),
        tuple(atom.$gen_call),
        tuple(atom.$gen_call, 1, 2),
        tuple(atom.$gen_cast),
      ])
        send("net_kernel", message);
    });
    expect(await call("net_kernel", atom.nodename)).toBe(atom("me@localhost"));
  });
});

describe("rex", () => {
  const request = (kind: string, module: string, name: string, args: unknown[]) =>
    tuple(atom(kind), atom(module), atom(name), args, atom.user);

  it("calls functions and answers for those that fail", async () => {
    expect(await call("rex", request("call", "erlang", "node", []))).toBe(atom("nonode@nohost"));
    expect(await call("rex", request("call", "erlang", "exit", [atom.bye]))).toEqual(
      tuple(atom.badrpc, tuple(atom.EXIT, atom.bye)),
    );
    const [, [, reason]] = (await call("rex", request("call", "erlang", "nope", [1]))) as [0, [0, unknown[]]];
    expect(reason[0]).toBe(atom.undef);
  });

  it("answers also for a call whose process was killed", async () => {
    const reply = inProcess(async () => {
      const before = Process.list();
      const answer = ask("rex", request("call", "timer", "sleep", [atom.infinity]));
      const made = await madeSince(before);
      Process.exit(made, atom.kill);
      return answer;
    });
    expect(await reply).toEqual(tuple(atom.badrpc, tuple(atom.EXIT, atom.killed)));
  });

  it("makes block calls one after the other", async () => {
    const order = await inProcess(async () => {
      const me = self();
      for (const [wait, word] of [
        [20, "first"],
        [0, "second"],
      ] as const)
        spawn(async () => {
          await ask("rex", request("block_call", "timer", "sleep", [wait]));
          send(me, word);
        });
      return [await receive(), await receive()];
    });
    expect(order).toEqual(["first", "second"]);
  });

  it("casts, and reports what becomes of it as of any process", async () => {
    const [message, crash] = await inProcess(async () => {
      const me = self();
      send("rex", tuple(atom.$gen_cast, request("cast", "erlang", "send", [self(), "cast"])));
      const received = await receive();
      const failing = async () => {
        send(me, self());
        await receive();
        throw new RangeError("too far");
      };
      send("rex", tuple(atom.$gen_cast, request("cast", "erlang", "apply", [failing, []])));
      const pid = (await receive()) as ReturnType<typeof self>;
      const ref = Process.monitor(pid);
      send(pid, "go on");
      return [received, await receive((down) => (down[1] === ref ? down[4] : skip))];
    });
    expect(message).toBe("cast");
    expect((crash as unknown[])[0]).toEqual(new RangeError("too far"));
  });

  it("passes messages on and says when there is nobody", async () => {
    const replies = await inProcess(async () => {
      send("rex", tuple(self(), atom.features_request));
      const features = await receive();
      send("rex", tuple(self(), tuple(atom.sbcast, atom.nobody, "hi")));
      const nobody = await receive();
      Process.register(self(), "somebody");
      send("rex", tuple(self(), tuple(atom.send, atom.somebody, "hi")));
      return [features, nobody, await receive(), self()];
    });
    const node = atom("nonode@nohost");
    expect(replies).toEqual([
      tuple(atom.features_reply, node, [atom.erpc]),
      tuple(atom.rex, node, tuple(atom.nonexisting_name, atom.nobody)),
      tuple(replies[3], "hi"),
      replies[3],
    ]);
  });
});

describe("global_name_server", () => {
  const lock = (kind: string, requester: unknown) => tuple(atom(kind), tuple(tuple("resource", 1), requester));

  it("lets one requester hold a lock, in several processes, until they have all let go or ended", async () => {
    const [first, second] = await inProcess(async () => {
      const helper = spawn(async () => {
        await ask("global_name_server", lock("set_lock", "a"));
        await receive(() => undefined, 60_000);
      });
      const mine = await ask("global_name_server", lock("set_lock", "a"));
      const other = await ask("global_name_server", lock("set_lock", "b"));
      await ask("global_name_server", lock("del_lock", "a"));
      const still = await ask("global_name_server", lock("set_lock", "b"));
      const gone = Process.monitor(helper);
      Process.exit(helper, atom.kill);
      await receive((message) => (message[1] === gone ? message : skip));
      return [[mine, other, still], await ask("global_name_server", lock("set_lock", "b"))];
    });
    expect(first).toEqual([true, false, false]);
    expect(second).toBe(true);
  });

  it("speaks of no names and no nodes", async () => {
    expect(await call("global_name_server", atom.get_known)).toEqual([]);
    expect(await call("global_name_server", atom.get_protocol_version)).toBe(8);
    expect(await call("global_name_server", tuple(atom.sync, []))).toBe(atom.ok);
    const answer = await inProcess(() => {
      send("global_name_server", tuple(atom.whereis, atom.boss, tuple(self(), "tag")));
      return receive();
    });
    expect(answer).toEqual(tuple("tag", undefined));
  });
});

/** A process that was not there before; its making is a matter of turns. */
async function madeSince(before: readonly unknown[]): Promise<ReturnType<typeof self>> {
  for (let tries = 0; tries < 5000; tries++) {
    const made = Process.list().find(
      (pid) => !before.includes(pid) && Process.info(pid, "initialCall")?.name === "rpcCall",
    );
    if (made) return made;
    await Process.sleep(1);
  }
  throw new Error("Waited in vain for a process of rex");
}
