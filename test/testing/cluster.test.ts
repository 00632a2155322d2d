import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, watch } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";

const clusters = [createCluster(), createCluster()];
const [cluster, other] = clusters as [(typeof clusters)[0], (typeof clusters)[0]];

afterEach(() => Promise.all(clusters.map((each) => each.stopAll())));

describe("a cluster", () => {
  it("shares a cookie and sees nobody else", async () => {
    const [me, you, stranger] = await Promise.all([cluster.start("me"), cluster.start("you"), other.start("me")]);
    expect(await me.type('Node.ping("you@localhost")')).toBe(":pong");
    expect(await stranger.type('Node.ping("you@localhost")')).toMatch(/^:pang$/m);
    const cookies = await Promise.all([me, you, stranger].map((node) => node.type("Node.getCookie()")));
    expect(cookies[0]).toMatch(/^:[A-Z]{20}$/);
    expect(cookies[1]).toBe(cookies[0]);
    expect(cookies[2]).not.toBe(cookies[0]);
  });

  it("begins anew after all was stopped, and leaves no home behind", async () => {
    const home = await (await cluster.start("me")).type("process.env.HOME");
    await cluster.stopAll();
    expect(existsSync(JSON.parse(home))).toBe(false);
    expect(await (await cluster.start("me")).type("process.env.HOME")).not.toBe(home);
  });

  it("plays a transcript of several terminals", async () => {
    const captures = await cluster.play(`
      // Two nodes, one of which comes to harm.
      me! start
      Interactive TypeScript [..]
      bob! start
      me> const sum = [
      me...>   1,
      me...>   2,
      me...> ].length
      2
      me> self()
      #PID<0.{me}.0>
      me> pid("0.{me}.0") === self()
      true
      me> IO.gets("name? ")
      name? 
      me< joe
      "joe\\n"
      me> Node.monitor("bob@localhost", true)
      true
      bob> Process.register(self(), "bob")
      true
      me> Node.spawn("bob@localhost", () => { for (const text of ["one", "two"]) IO.puts("user", text) })
      #PID<{bob}.[..].0>
      bob: one
      bob: two
      bob! nothing
      bob! kill
      me> receive((message) => message)
      {:nodedown, :bob@localhost}
      bob! start --hidden
      bob! close
      me! nothing
    `);
    expect(captures.me).toMatch(/^\d+$/);
  });

  it("names the line of a transcript that goes wrong", async () => {
    await expect(cluster.play("\nme! start\nme> 1 + 1\n3\n")).rejects.toThrow(
      /^At line 3 of the transcript, me> 1 \+ 1\nExpected the output\n {2}3\nbut saw/,
    );
    await expect(cluster.play("me! dance")).rejects.toThrow("Cannot dance a node");
    await expect(cluster.play("you> 1")).rejects.toThrow("begin with a terminal's name");
  });

  it("ends with the process that uses it, however that ends", async () => {
    const folder = mkdtempSync(join(tmpdir(), "iex-ts-cluster-"));
    let user: ChildProcess | undefined;
    try {
      const script = `
        const { startNode } = await import(${JSON.stringify(new URL("../../dist/testing.js", import.meta.url).href)});
        const me = await startNode("me");
        const port = JSON.parse(await me.type("process.env.ERL_EPMD_PORT"));
        await me.type("IO.puts('busy'); for (;;) {}", { until: "busy" });
        process.stdout.write(port);
        setInterval(() => {}, 1000);
      `;
      const env = { ...process.env, TMPDIR: folder };
      const stdio = ["ignore", "pipe", "inherit"] as const;
      user = spawn(process.execPath, ["--input-type=module", "-e", script], { env, stdio: [...stdio] });
      const port = await new Promise<string>((resolve) => user!.stdout!.once("data", (text) => resolve(String(text))));
      const node = connect(Number(port), "127.0.0.1");
      await new Promise((resolve) => node.once("connect", resolve));
      const gone = new Promise((resolve) => node.once("close", resolve));
      node.on("error", () => {});
      const emptied = empties(folder);
      user.kill("SIGKILL");
      await Promise.all([gone, emptied]);
    } finally {
      user?.kill("SIGKILL");
      rmSync(folder, { recursive: true });
    }
  });
});

function empties(folder: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, () => {
      if (readdirSync(folder).length > 0) return;
      watcher.close();
      resolve();
    });
  });
}
