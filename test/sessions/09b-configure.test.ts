import { afterEach, describe, expect, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";

/** `IEx.configure` and its like, as in the golden session 09b: steps 80 to 85. */
describe("IEx at the prompt", () => {
  const cluster = createCluster();
  afterEach(() => cluster.stopAll());

  it("tells of the shell", async () => {
    await cluster.start("me");
    await cluster.play(`
      me> IEx.width()
      80
      me> IEx.isStarted()
      true
      me> Object.keys(IEx.configuration())
      ["colors", "inspect", "width", "historySize", "defaultPrompt", "alivePrompt"]
      me> IEx.color("evalError", "plain")
      "plain"
    `);
  });

  it("changes how values print, at once", async () => {
    await cluster.start("me");
    await cluster.play(`
      me> IEx.configure({ inspect: { limit: 3 } })
      :ok
      me> [1, 2, 3, 4, 5]
      [1, 2, 3, ...]
      me> send(self(), [1, 2, 3, 4, 5])
      [1, 2, 3, ...]
      me> flush()
      [1, 2, 3, ...]
      :ok
      me> IEx.configure({ inspect: { limit: 50 }, width: 20 })
      :ok
      me> [100, 200, 300, 400, 500]
      [100, 200, 300, 400,
       500]
      me> IEx.width()
      20
      me> IEx.configure({ width: 80, colors: { enabled: true, syntaxColors: { number: "red" } } })
      \u001b[36m:ok\u001b[39m
      me> 1
      \u001b[31m1\u001b[39m
      me> IEx.configure({ colors: { evalResult: "yellow" } })
      \u001b[33m\u001b[36m:ok\u001b[39m\u001b[33m\u001b[39m
      me> [1]
      \u001b[33m[\u001b[31m1\u001b[39m\u001b[33m]\u001b[39m
    `);
  });

  it("changes how many values are kept", async () => {
    await cluster.start("me");
    await cluster.play(`
      me> IEx.configure({ historySize: 2 })
      :ok
      me> "two"
      "two"
      me> v(2)
      "two"
      me> v(1)
      ** (RangeError) v(1) is out of bounds, the currently preserved history ranges from 2 to 3 (or use negative numbers to look from the end)
          iex:4: (file)
    `);
  });

  it("refuses what it does not know, names the key, and changes nothing", async () => {
    await cluster.start("me");
    await cluster.play(`
      me> IEx.configure({ foo: 1 })
      ** (ArgumentError) unknown configuration foo: the keys are colors, inspect, width, historySize, defaultPrompt, alivePrompt, continuationPrompt, aliveContinuationPrompt
          iex:1: (file)
      me> IEx.configure({ width: "x" })
      ** (ArgumentError) invalid configuration width: "x" is not a whole number from 1, or Infinity
          iex:1: (file)
      me> IEx.configure(1)
      ** (ArgumentError) invalid configuration: 1 is no object of options
          iex:1: (file)
      me> IEx.width()
      80
    `);
  });

  it("changes the prompts, of this node alone", async () => {
    const me = await cluster.start("me");
    const you = await cluster.start("you");
    await me.type('IEx.configure({ alivePrompt: "iex %node %counter %prefix>" })', {
      until: "iex me@localhost 2 iex> ",
    });
    await me.type("[1,", { until: "iex me@localhost 2 ...> " });
    await me.type("2]", { until: "iex me@localhost 3 iex> " });
    await you.type("1");
    expect(you.prompt).toBe("iex(you@localhost)2>");
  });
});
