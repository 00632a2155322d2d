import { afterAll, beforeAll, describe, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";

/** How values print, as in the golden session 09b: steps 86 to 180, as far as TypeScript has such values. */
describe("the values at the prompt", () => {
  const cluster = createCluster();
  beforeAll(() => cluster.start("me@localhost"));
  afterAll(() => cluster.stopAll());

  const play = async (transcript: string): Promise<void> => {
    await cluster.play(transcript);
  };

  it("are lists, cut at 50 elements and wrapped at 80 columns", () =>
    play(`
      me> Array.from({ length: 60 }, (_, at) => at + 1)
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22,
       23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42,
       43, 44, 45, 46, 47, 48, 49, 50, ...]
      me> [104, 101]
      [104, 101]
      me> [...[1, 2, 3], 0]
      [1, 2, 3, 0]
      me> []
      []
      me> Array.from({ length: 3 }, (_, at) => tuple(at, String(at)))
      [{0, "0"}, {1, "1"}, {2, "2"}]
      me> Array.from({ length: 12 }, (_, at) => tuple(at, "x".repeat(4)))
      [
        {0, "xxxx"},
        {1, "xxxx"},
        {2, "xxxx"},
        {3, "xxxx"},
        {4, "xxxx"},
        {5, "xxxx"},
        {6, "xxxx"},
        {7, "xxxx"},
        {8, "xxxx"},
        {9, "xxxx"},
        {10, "xxxx"},
        {11, "xxxx"}
      ]
    `));

  it("are texts and bytes", () =>
    play(String.raw`
      me> ""
      ""
      me> "a\nb\t\"q\""
      "a\nb\t\"q\""
      me> Uint8Array.of(1, 2, 3)
      <<1, 2, 3>>
      me> Uint8Array.of(255)
      <<255>>
      me> "x".repeat(100)
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      me> "x".repeat(5000).length
      5000
      me> "żółć ✓ 日本"
      "żółć ✓ 日本"
      me> "%{a: 1}"
      "%{a: 1}"
    `));

  it("are numbers", () =>
    play(`
      me> 1.5
      1.5
      me> 123456789.123
      123456789.123
      me> 0.1 + 0.2
      0.30000000000000004
      me> 100_000
      100000
      me> 0xff
      255
      me> 1000000000000000000000n
      1000000000000000000000n
      me> "a".charCodeAt(0)
      97
      me> Math.PI
      3.141592653589793
      me> -5
      -5
      me> - 5
      -5
    `));

  it("are atoms", () =>
    play(`
      me> atom.atom
      :atom
      me> atom("with space")
      :"with space"
      me> atom("Elixir.Foo")
      Foo
      me> atom("Elixir.Foo.Bar")
      Foo.Bar
      me> atom("foo@bar")
      :foo@bar
      me> atom("+")
      :+
      me> null
      null
      me> true
      true
      me> !true
      false
      me> ["a", "b"].map((name) => atom(name))
      [:a, :b]
      me> Node.self()
      :me@localhost
      me> inspect(Node.self())
      ":me@localhost"
      me> inspect(self()).startsWith("#PID<0.")
      true
    `));

  it("are objects, maps, tuples and sets", () =>
    play(`
      me> [tuple(atom.a, 1), tuple("b", 2)]
      [{:a, 1}, {"b", 2}]
      me> new Map<unknown, number>([[atom.a, 1], ["b", 2], [3, 4]])
      Map(3) { :a => 1, "b" => 2, 3 => 4 }
      me> { b: 1, a: 2 }
      { b: 1, a: 2 }
      me> {}
      {}
      me> tuple(atom.ok, "v")
      {:ok, "v"}
      me> tuple(1, tuple(2, [3, tuple(4)]))
      {1, {2, [3, {4}]}}
      me> new Set([1, 2])
      Set(2) { 1, 2 }
      me> new Date(Date.UTC(2024, 0, 2, 10))
      2024-01-02T10:00:00.000Z
      me> /a+/i
      /a+/i
    `));

  it("are functions", () =>
    play(`
      me> (x: number) => x
      #Function<anonymous/1>
      me> (a: number, b: number) => a + b
      #Function<anonymous/2>
      me> Node.spawnLink
      &Node.spawnLink/1
    `));

  it("print themselves by IO as they do at the prompt", () =>
    play(`
      me> IO.inspect(tuple(atom.a, "b"))
      {:a, "b"}
      {:a, "b"}
      me> IO.puts("puts")
      puts
      :ok
      me> IO.inspect("x", { label: "l" })
      l: "x"
      "x"
      me> IO.puts([97, "b"])
      ab
      :ok
      me> atom.ok
      :ok
    `));
});
