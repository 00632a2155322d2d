import { describe, expect, it } from "@jest/globals";
import { atom, Exit, exit, inProcess, Node, Rpc, receive, self, tuple } from "iex-ts";

describe("Rpc", () => {
  const here = () => Node.self();

  it("calls several functions at once, also while the process receives", async () => {
    const values = await inProcess(async () => {
      const message = receive();
      const calls = [1, 2, 3].map((n) => Rpc.call(here(), () => n * 2));
      const all = await Promise.all(calls);
      await Rpc.call(here(), "erlang", "send", [self(), "received"]);
      return [...all, await message];
    });
    expect(values).toEqual([2, 4, 6, "received"]);
  });

  it("throws what the function threw, and exits as it exited", async () => {
    const failing = (fun: () => unknown) => inProcess(() => Rpc.call(here(), fun));
    await expect(
      failing(() => {
        throw new RangeError("too far");
      }),
    ).rejects.toThrow(new RangeError("too far"));
    await expect(
      failing(() => {
        throw atom.ball;
      }),
    ).rejects.toBe(atom.ball);
    await expect(failing(() => exit(atom.bye))).rejects.toEqual(new Exit(atom.bye));
  });

  it("gives up after its timeout", async () => {
    await expect(inProcess(() => Rpc.call(here(), () => new Promise(() => {}), 10))).rejects.toThrow(
      "Erlang error: {:erpc, :timeout}",
    );
  });

  it.each([-1, Number.NaN, "soon"])("refuses to wait for %p ms", async (timeout) => {
    await expect(inProcess(() => Rpc.call(here(), () => 1, timeout as number))).rejects.toThrow(RangeError);
  });

  it("gives one answer for each node of a multicall", async () => {
    const answers = await inProcess(() => Rpc.multicall([here(), "nobody@nowhere"], "erlang", "node", []));
    expect(answers).toEqual([tuple(atom.ok, here()), tuple(atom.error, tuple(atom.erpc, atom.noconnection))]);
    const ended = await inProcess(() => Rpc.multicall([here()], () => exit(atom.bye)));
    expect(ended).toEqual([tuple(atom.exit, tuple(atom.exception, atom.bye))]);
  });

  it("casts without waiting for what becomes of it", async () => {
    const [answer, message] = await inProcess(async () => {
      const cast = await Rpc.cast(here(), "erlang", "send", [self(), "cast"]);
      return [cast, await receive()];
    });
    expect([answer, message]).toEqual([atom.ok, "cast"]);
  });

  it("says that arguments are a list", async () => {
    await expect(inProcess(() => Rpc.call(here(), "erlang", "node", undefined as never))).rejects.toThrow(
      "Cannot call a function without a list of its arguments",
    );
  });
});
