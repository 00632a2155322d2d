import { IO, inspect } from "../../src/index.js";
import { QUIET } from "../evaluator.js";
import type { Session } from "../session.js";
import type { Helper } from "./helper.js";

/**
 * `h`, which knows all other helpers.
 *
 * @param helpers by name
 */
export function createHelp(helpers: () => Readonly<Record<string, Helper>>): Helper {
  return {
    signature: "h(name?)",
    summary: "prints this list, or the help of a helper, a function, a module or a type: h(Node.spawn)",
    make:
      (session) =>
      async (...args: unknown[]) => {
        await IO.puts(args.length === 0 ? index(helpers(), session) : await help(args[0], helpers(), session));
        return QUIET;
      },
  };
}

const INTRODUCTION = `Welcome to Interactive TypeScript. What you type is TypeScript: every expression
is awaited and its value printed, and a name can be declared again and again.

Processes: self() send() receive() spawn() spawnLink() Process.* Node.* IO.*
Terms: atom.ok  atom("sup?")  tuple(a, b)  match() and P for patterns

These functions help at the prompt:
`;

function index(helpers: Readonly<Record<string, Helper>>, { style }: Session): string {
  const width = Math.max(...Object.values(helpers).map(({ signature }) => signature.length));
  const lines = Object.values(helpers).map(
    ({ signature, summary }) => `  ${style.heading(signature.padEnd(width))}  ${summary}`,
  );
  return `${INTRODUCTION}\n${lines.join("\n")}\n\nCtrl+C stops what runs, exit() or Ctrl+D leaves, #iex:break gives up an unfinished text.\n`;
}

/** What `h` can be asked about: a helper itself, its name, or the name of anything else. */
async function help(asked: unknown, helpers: Readonly<Record<string, Helper>>, session: Session): Promise<string> {
  const helper = helperFor(asked, helpers, session);
  if (helper) return helperText(helper, session);
  const { documentationOf } = await import("./documentation.js");
  const name = typeof asked === "string" ? asked : await nameOf(asked);
  const found = name === undefined ? undefined : await documentationOf(name, session);
  return found ?? `No documentation for ${describe(asked)} was found: h() lists the helpers`;
}

function helperFor(asked: unknown, helpers: Readonly<Record<string, Helper>>, { scope }: Session): Helper | undefined {
  const name = typeof asked === "string" ? asked : Object.keys(helpers).find((key) => scope.get(key) === asked);
  return name !== undefined && Object.hasOwn(helpers, name) && scope.isBuiltin(name) ? helpers[name] : undefined;
}

/** Only at the prompt `h(GenServer.cast)` is asked about a name: elsewhere about what has that name. */
async function nameOf(asked: unknown): Promise<string | undefined> {
  const { moduleOf } = await import("./info/module.js");
  const module = moduleOf(asked);
  if (module) return inspect(module.module);
  const [, exported] = (typeof asked === "function" && /^&(?:Kernel\.)?(.+)\/\d+$/.exec(inspect(asked))) || [];
  return exported;
}

function helperText({ signature, summary, details }: Helper, { style }: Session): string {
  return `${style.heading(signature)}\n\n${summary}${details === undefined ? "" : `\n\n${details}`}\n`;
}

function describe(asked: unknown): string {
  return typeof asked === "string" ? asked : inspect(asked, { limit: 5 });
}
