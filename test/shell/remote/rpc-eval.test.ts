import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createCluster, type TestNode } from "../../../src/testing/index.js";
import { createWorld, type World } from "../../../src/testing/world.js";
import { type Finished, run } from "../../support/command.js";
import { census, untilAsBefore } from "./support/terminals.js";

const cookie = "rpc-secret";
let world: World;
let cluster: ReturnType<typeof createCluster>;
let ts: TestNode;

beforeAll(async () => {
  world = await createWorld(cookie);
  cluster = createCluster({ cookie, env: world.env });
  ts = await cluster.start("ts");
});
afterAll(async () => {
  await cluster.stopAll();
  await world.remove();
});

/** Evaluates the texts, one after the other, on `ts`. */
function rpcEval(name: string, texts: string[], at = "ts@localhost"): Promise<Finished> {
  return run(["--sname", `${name}@localhost`, ...texts.flatMap((text) => ["--rpc-eval", at, text])], world);
}

describe("--rpc-eval", () => {
  it("evaluates there, prints here, waits for the end, and leaves nothing behind", async () => {
    const before = await census(ts);
    const text = "await Process.sleep(10); IO.puts(`at ${inspect(node())}`); const x = 1";
    expect(await rpcEval("a", [text])).toEqual({ status: 0, output: "at :ts@localhost\n", errors: "" });
    await untilAsBefore(ts, before);
    await ts.check("typeof x", '"undefined"');
  });

  it("waits no longer than a supervisor for what using bound there", async () => {
    const before = await census(ts);
    const { status, output } = await rpcEval("c", ["await using x = { [Symbol.asyncDispose]: () => receive() }"]);
    expect(output).toBe("What using bound at the prompt is not disposed of after 5 seconds: left as it is\n");
    expect(status).toBe(0);
    await untilAsBefore(ts, before);
  });

  it("may be repeated, and a bare name means this host", async () => {
    const { output } = await rpcEval("b", ["IO.puts(1)", "IO.puts(2)"], "ts@localhost");
    expect(output).toBe("1\n2\n");
  });

  it("shows what was thrown there, goes no further, and leaves with status 1", async () => {
    const { status, output, errors } = await rpcEval("c", ['throw new RangeError("too far")', "IO.puts(2)"]);
    expect(errors).toMatch(/^\*\* \(RangeError\) too far\n/);
    expect([status, output]).toEqual([1, ""]);
  });

  it("shows a text that cannot be parsed", async () => {
    const { status, errors } = await rpcEval("d", ["1 +"]);
    expect(errors).toMatch(/SyntaxError/);
    expect(status).toBe(1);
  });

  it("says that the node cannot be reached", async () => {
    const { status, errors } = await rpcEval("e", ["1"], "nope@localhost");
    expect(errors).toContain("--rpc-eval : RPC failed with reason :nodedown (nope@localhost)\n");
    expect(status).toBe(1);
  });
});
