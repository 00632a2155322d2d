import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createCluster, type TestNode } from "iex-ts/testing";
import { createWorld, type World } from "../../src/testing/world.js";
import { run } from "../support/command.js";

const cluster = createCluster({ cookie: "remsh-secret" });
let srv: TestNode;
/** The terminal of `r`, in which a shell of `srv` runs: its prompts are those of `srv`. */
let r: TestNode;

beforeAll(async () => {
  srv = await cluster.start("srv");
  r = await openRemote("r");
});
afterAll(() => cluster.stopAll());

/** A node that prompts in the name of another one is started without saying which prompts to wait for. */
function openRemote(name: string, at = "srv@localhost"): Promise<TestNode> {
  return cluster.start(undefined, { args: ["--sname", `${name}@localhost`, "--remsh", at] });
}

/** The steps of one lesson: each test goes on where the one before it ended. */
describe("a remote shell", () => {
  it("begins with the banner and the prompt of the other node", () => {
    expect(r.banner).toMatch(/^Interactive TypeScript \(\S+\) - press Ctrl\+C to exit \(type h\(\) ENTER for help\)$/);
    expect(r.prompt).toBe("iex(srv@localhost)1>");
  });

  it("evaluates there, with the group leader here", async () => {
    await r.check("node()", ":srv@localhost");
    await r.check("self()", "#PID<0.{r}.0>");
    await r.check("Process.groupLeader()", "#PID<{n}.{leader}.0>");
    await r.check("node(Process.groupLeader())", ":r@localhost");
    await r.check("process.pid", String(srv.pid));
  });

  it("prints here: text, standard error and log lines", async () => {
    await r.check('IO.puts("printed where?")', "printed where?\n:ok");
    await r.check('IO.puts("stderr", "stderr where?")', "[unordered]\nstderr where?\n[and]\n:ok\n[/unordered]");
    await r.check(
      'Logger.error("logged where?")',
      "[unordered]\n\n[TIME] [error] logged where?\n[and]\n:ok\n[/unordered]",
    );
    await r.check(
      'spawn(() => { throw new Error("crashed where?") }); 1',
      "[unordered]\n\n[TIME] [error] Process #PID<..> on node :srv@localhost raised an exception\n** (Error) crashed where?\n    iex:[..]: (file)\n[and]\n1\n[/unordered]",
    );
    await srv.expectNothing();
  });

  it("shows the two nodes to each other", async () => {
    await r.check("Node.list()", "[:r@localhost]");
    await r.check('Node.list("hidden")', "[]");
    await srv.check('Node.list("connected")', "[:r@localhost]");
  });

  it("has bindings of its own, and shares the modules", async () => {
    await r.check("const x = 5", "5");
    await srv.check("x", "** (ReferenceError) x is not defined\n    iex:[..]: (file)");
    await r.check('Code.registerModule("FromRemsh", { hi: () => atom.hi }); 1', "1");
    await srv.check('Rpc.call(node(), "FromRemsh", "hi", [])', ":hi");
  });

  it("shows errors, and goes on", async () => {
    await r.check('throw new Error("in remsh")', "** (Error) in remsh\n    iex:[..]: (file)");
    await r.check("x", "5");
  });

  it("begins anew when its evaluator ends, and no other shell notices", async () => {
    await srv.check("const mine = 1", "1");
    await r.check(
      "spawnLink(() => exit(atom.die)); await receive()",
      "** (EXIT from #PID<0.{old}.0>) shell process exited with reason: :die\n\nInteractive TypeScript ([..]) - press Ctrl+C to exit (type h() ENTER for help)",
    );
    await r.check("typeof x", '"undefined"');
    await srv.check("mine", "1");
  });

  it("shows what a process on a third node prints", async () => {
    const b = await cluster.start("b");
    await r.check('Node.connect("b@localhost")', "true");
    await r.check(
      'Node.spawn("b@localhost", () => IO.puts("from b through srv to r")); await Process.sleep(1)',
      "[unordered]\nfrom b through srv to r\n[and]\n:ok\n[/unordered]",
    );
    await b.expectNothing();
    await b.close();
  });

  it("may be one of several, which do not disturb each other", async () => {
    const second = await openRemote("r2");
    await second.check("const only = 2", "2");
    await r.check("typeof only", '"undefined"');
    await second.close();
    await r.check("1 + 1", "2");
    await srv.check('Node.list("connected")', "[:r@localhost]");
  });

  it("ends when its node is killed, says so, and leaves with status 1", async () => {
    await srv.kill("SIGKILL");
    await r.expect("*** ERROR: Shell process terminated! (no connection) ***");
    expect(await r.exit).toEqual({ code: 1, signal: null });
  });
});

describe("a remote shell that cannot be opened", () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.remove());

  it("says that the node cannot be reached", async () => {
    const { status, errors } = await run(["--sname", "r3@localhost", "--remsh", "nope@localhost"], world);
    expect(errors).toContain("Could not contact remote node nope@localhost, reason: :nodedown. Aborting...\n");
    expect(status).toBe(1);
  });

  it("says that the own node needs a name", async () => {
    const { status, errors } = await run(["--remsh", "a@localhost"], world);
    expect(errors).toBe(
      "In order to use --remsh, you need to name the current node using --name or --sname. Aborting...\n",
    );
    expect(status).toBe(1);
  });

  it("tells the other node of a wrong cookie", async () => {
    const a = await cluster.start("a");
    const wrong = cluster.start(undefined, {
      args: ["--sname", "r4@localhost", "--cookie", "wrong", "--remsh", "a@localhost"],
    });
    await expect(wrong).rejects.toThrow("Could not contact remote node a@localhost, reason: :nodedown. Aborting...");
    await a.expect(
      "\n[TIME] [error] ** Connection attempt from node :r4@localhost rejected. Invalid challenge reply. **",
    );
    await a.check("1", "1");
  });
});
