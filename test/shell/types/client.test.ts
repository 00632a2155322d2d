import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { type TypeClient, typeClient } from "../../../shell/types/client.js";
import { typed } from "./prompt.js";

// TypeScript takes its time to start, and much of it on a busy machine.
jest.setTimeout(180_000);

const around = { scope: 1, names: [], builtins: [], modules: [] };
const typeOf = (client: TypeClient, text: string) => client.ask("typeOf", typed(text), around);

describe("the thread that knows the types", () => {
  const clients: TypeClient[] = [];
  const open = (): TypeClient => {
    const client = typeClient();
    clients.push(client);
    return client;
  };
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });

  it("ends with its last shell, and the next one has another at once", async () => {
    const [first, second] = [open(), open()];
    expect(await typeOf(first, "[1]")).toEqual({ type: "number[]" });
    first.close();
    expect(await typeOf(second, "'a'")).toEqual({ type: '"a"' });
    const unanswered = expect(typeOf(second, "1")).rejects.toThrow("The thread that knows the types has ended");
    second.close();
    expect(await typeOf(open(), "true")).toEqual({ type: "true" });
    await unanswered;
  });
});
