import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";

const cluster = createCluster();

let known: Record<string, string> = {};

async function play(transcript: string): Promise<void> {
  known = await cluster.play(transcript, known);
}

beforeAll(() =>
  play(`
    h! start --hidden
    a! start
    b! start
    h> Node.connect("a@localhost")
    true
    a> Node.connect("b@localhost")
    true
  `),
);
afterAll(() => cluster.stopAll());

/** The steps of one lesson: each test goes on where the one before it ended. */
describe("Node.disconnect", () => {
  it("ends a connection on both sides, once", () =>
    play(`
      b> Node.monitor("a@localhost", true)
      true
      a> Node.disconnect("b@localhost")
      true
      a> Node.list()
      []
      b> receive((message) => message)
      {:nodedown, :a@localhost}
      b> Node.list()
      []
      a> Node.disconnect("b@localhost")
      false
      a> Node.disconnect("nope@localhost")
      false
      a> Node.disconnect(node())
      false
      a> Node.monitor("b@localhost", false)
      true
    `));
});

describe("a third node", () => {
  it("that connects with one is connected with all", () =>
    play(`
      c! start
      a> Node.connect("b@localhost")
      true
      a> Node.monitorNodes(true)
      :ok
      c> Node.monitorNodes(true)
      :ok
      c> Node.connect("b@localhost")
      true
      c> receive((message) => message)
      {:nodeup, :b@localhost}
      c> receive((message) => message)
      {:nodeup, :a@localhost}
      c> Node.list()
      [:b@localhost, :a@localhost]
      a> receive((message) => message)
      {:nodeup, :c@localhost}
      a> Node.monitorNodes(false)
      :ok
      a> Node.list()
      [:b@localhost, :c@localhost]
      b> Node.list()
      [:a@localhost, :c@localhost]
      h> Node.list("connected")
      [:a@localhost]
    `));

  it("is gone for all when it dies", () =>
    play(`
      a> Node.monitor("c@localhost", true)
      true
      b> Node.monitor("c@localhost", true)
      true
      c! kill
      a> receive((message) => message)
      {:nodedown, :c@localhost}
      b> receive((message) => message)
      {:nodedown, :c@localhost}
      a> Node.list()
      [:b@localhost]
      b> Node.list()
      [:a@localhost]
    `));
});

describe("Node.setCookie", () => {
  it("changes the cookie of the node, which others then refuse", () =>
    play(`
      b> Node.monitor("a@localhost", true)
      true
      a> Node.setCookie("new_one")
      true
      a> Node.getCookie()
      :new_one
      a> Node.list()
      [:b@localhost]
      a> Node.disconnect("b@localhost")
      true
      b> receive((message) => message)
      {:nodedown, :a@localhost}
      a> Node.ping("b@localhost")

      [TIME] [notice] Cannot connect to :b@localhost: the cookies differ: start both nodes with the same --cookie, or call Node.setCookie("b@localhost", cookie)
      :pang
      b:
      b: [TIME] [error] ** Connection attempt from node :a@localhost rejected. Invalid challenge reply. **
    `));

  it("or the cookie towards one other node", () =>
    play(`
      b> Node.setCookie(atom("a@localhost"), atom.new_one)
      true
      b> Node.ping("a@localhost")
      :pong
      a> Node.list()
      [:b@localhost]
      a! nothing
      b! nothing
    `));
});

describe("a node that halts", () => {
  it("ends with the status it was given, and is down for the others", async () => {
    await play(`
      b> Node.monitor("a@localhost", true)
      true
    `);
    const a = cluster.node("a");
    await expect(a.type("process.exit(3)")).rejects.toThrow("it ended with status 3");
    expect(await a.exit).toEqual({ code: 3, signal: null });
    await play(`
      b> receive((message) => message)
      {:nodedown, :a@localhost}
      b> Node.list("connected")
      []
    `);
  });
});
