/** What somebody typed at the prompt of the job menu. Without a number the current job is meant. */
export type Command =
  | { type: "connect" | "interrupt" | "kill"; job: number | undefined }
  | { type: "list" | "quit" | "help" | "nothing" | "unknown" }
  | { type: "start" }
  | { type: "remote"; node: string | undefined };

/** How Erlang's terminal names the only kind of shell that there is here. */
const SHELLS = ["'Elixir.IEx'", "IEx"];

/**
 * Reads a command as Erlang's `user_drv` does: a letter, and what it takes.
 *
 * @example
 * parseCommand("c 2"); // { type: "connect", job: 2 }
 * parseCommand("r 'you@localhost' 'Elixir.IEx'"); // { type: "remote", node: "you@localhost" }
 */
export function parseCommand(line: string): Command {
  const [letter = "", ...args] = line.trim().split(/\s+/);
  if (letter === "") return { type: "nothing" };
  return commands.get(letter)?.(args) ?? { type: "unknown" };
}

const commands = new Map<string, (args: string[]) => Command | undefined>([
  ["c", (args) => ofJob("connect", args)],
  ["i", (args) => ofJob("interrupt", args)],
  ["k", (args) => ofJob("kill", args)],
  ["j", (args) => alone("list", args)],
  ["q", (args) => alone("quit", args)],
  ["h", (args) => alone("help", args)],
  ["?", (args) => alone("help", args)],
  ["s", ([shell, ...more]) => (isShell(shell) && more.length === 0 ? { type: "start" } : undefined)],
  [
    "r",
    ([node, shell, ...more]) =>
      isShell(shell) && more.length === 0 ? { type: "remote", node: node && unquoted(node) } : undefined,
  ],
]);

function ofJob(type: "connect" | "interrupt" | "kill", [number, ...more]: string[]): Command | undefined {
  if (number === undefined) return { type, job: undefined };
  return /^\d+$/.test(number) && more.length === 0 ? { type, job: Number(number) } : undefined;
}

function alone(type: "list" | "quit" | "help", args: string[]): Command | undefined {
  return args.length === 0 ? { type } : undefined;
}

function isShell(name: string | undefined): boolean {
  return name === undefined || SHELLS.includes(name);
}

/** Erlang wants quotes around some names; nobody else does. */
function unquoted(name: string): string {
  return /^(['"])(.*)\1$/.exec(name)?.[2] ?? name;
}
