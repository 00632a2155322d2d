// Compiled by test/otp/gen-server-types.test.ts with errors exactly in the lines that say so; never run.
import { atom, GenServer, type Pid } from "iex-ts";

interface Stack {
  init: [items: number[]];
  calls: { pop(): number | undefined; size(): number; add(n: number, to?: string): string };
  casts: { push(item: number): void; clear(): void };
}

export const Stack: GenServer.Behaviour<number[], Stack> = {
  init: (items) => items,
  handleCall: {
    pop: (s) => GenServer.reply(s.at(-1), s.slice(0, -1)),
    size: async (s) => GenServer.reply(s.length, s),
    add: (s, n, to) => GenServer.stopWith(atom.normal, s, { value: `${n} ${to}` }),
  },
  handleCast: {
    push: (s, item) => GenServer.noreply([...s, item], { timeout: 5 }),
    clear: () => GenServer.noreply([]),
  },
};

export async function right(anyone: Pid): Promise<void> {
  const stack = await GenServer.startLink(Stack, [[1, 2, 3]], { name: "Stack" });
  const top: number | undefined = await GenServer.call(stack, "pop");
  const text: string = await GenServer.call(stack, "add", 1);
  const later: number = await GenServer.within(10).call(stack, "size");
  const ok: symbol = GenServer.cast(stack, "push", 4);
  const named: number = await GenServer.call(GenServer.typed<Stack>(["Stack", "you@localhost"]), "size");
  const free = await GenServer.call(anyone, "whatever", 1, 2);
  const raw = await GenServer.call("Stack", atom.size);
  const id: Pid = stack;
  void [top, text, later, ok, named, free, raw, id];
}

export async function wrong(): Promise<void> {
  const stack = await GenServer.startLink(Stack, [["one"]]); // does not compile
  await GenServer.startLink(Stack, []); // does not compile
  await GenServer.call(stack, "peek"); // does not compile
  await GenServer.call(stack, "push", 4); // does not compile
  await GenServer.call(stack, "pop", 1); // does not compile
  await GenServer.call(stack, "add"); // does not compile
  await GenServer.call(stack, "add", "1"); // does not compile
  GenServer.cast(stack, "push"); // does not compile
  GenServer.cast(stack, "push", "4"); // does not compile
  GenServer.cast(stack, "pop"); // does not compile
  const size: string = await GenServer.call(stack, "size"); // does not compile
  void size;
}

export const replies: GenServer.Behaviour<number[], Stack> = {
  init: (items) => items,
  handleCall: {
    pop: (s) => GenServer.reply("text", s), // does not compile
    size: () => GenServer.reply(1, "state"), // does not compile
    add: (_s, n) => GenServer.noreply(n), // does not compile
  },
  handleCast: {
    push: (s, item) => GenServer.reply(item, s), // does not compile
    clear: () => [], // does not compile
  },
};

export const incomplete: GenServer.Behaviour<number[], Stack> = {
  init: () => "text", // does not compile
  handleCall: { pop: (s) => GenServer.reply(1, s) }, // does not compile
};
