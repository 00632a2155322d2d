import type { Names } from "../new.js";

export function testHelper(): string {
  return `import { Node } from "iex-ts";
import { start } from "iex-ts/jest";

// Tests with the tag "distributed" need a node with a name: iex-ts --sname test@localhost -S mix test
await start({ exclude: Node.isAlive() ? [] : ["distributed"] });
`;
}

export function helloTest({ module, file }: Names): string {
  const up = "../".repeat(file.split("/").length);
  return `import { atom } from "iex-ts";
import { describe, expect, test } from "iex-ts/jest";
import { hello } from "${up}src/${file}.js";

describe("${module}", () => {
  test("greets the world", () => {
    expect(hello()).toBe(atom("world"));
  });
});
`;
}
