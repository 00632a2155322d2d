import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "@jest/globals";
import { wholeShells } from "../../support/shells.js";

const KV = `import { IEx } from "iex-ts/shell";
import { IO, receive } from "iex-ts";

export const Kv = {
  async wait(x: number) {
    await receive();
    await IO.inspect(await IEx.pry({ x }));
  },
};
`;

describe("a request to pry while somebody types", () => {
  const shells = wholeShells();

  it("asks below what is typed, and a no brings that back", async () => {
    writeFileSync(join(shells.home(), "kv.ts"), KV);
    const screen = await shells.open();
    screen.type('c("kv.ts")\r');
    await screen.waitFor("iex(2)>");
    screen.type("const w = spawn(() => Kv.wait(41))\r");
    await screen.waitFor("iex(3)>");
    screen.type("Process.sendAfter(w, 1, 500); 0\r");
    await screen.waitFor("iex(4)>");
    screen.type("1 + 2");
    await screen.waitFor(/at Kv\.wait\/1 \(kv\.ts:7\)[\s\S]*7: {5}await IO[\s\S]*Allow\? \[Yn\]/);
    screen.type("n\r");
    await screen.waitFor(/\{:error, :refused\}[\s\S]*iex\(4\)> 1 \+ 2$/);
    screen.type("0\r");
    await screen.waitFor(/^21\niex\(5\)>$/m);
  });

  it("changes the prompt with a yes, and back with continue()", async () => {
    writeFileSync(join(shells.home(), "kv.ts"), KV);
    const screen = await shells.open();
    screen.type('c("kv.ts")\r');
    await screen.waitFor("iex(2)>");
    screen.type("Kv.wait(41)\r");
    await screen.waitFor(/Kv\.wait\(41\)$/m);
    screen.type("\x03");
    await screen.waitFor("Interrupted");
    screen.type("const w = spawn(() => Kv.wait(41)); send(w, 1)\r");
    await screen.waitFor(/Allow\? \[Yn\]$/);
    screen.type("\rx + 1\r");
    await screen.waitFor(/^42\npry\(2\)>$/m);
    screen.type("IO.puts('begun'); receive()\r");
    await screen.waitFor(/^begun$/m);
    screen.type("\x03");
    await screen.waitFor(/interrupted\n(?:.*\n)*pry\(2\)>$/);
    screen.type("continue()\r");
    await screen.waitFor(/^iex\(3\)>$/m);
    await screen.waitFor(/^:ok$/m);
  });
});
