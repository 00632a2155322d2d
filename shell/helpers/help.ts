import { IO, inspect } from "../../src/index.js";
import { widthOf } from "../configure/printing.js";
import { QUIET } from "../evaluator.js";
import type { Session } from "../session.js";
import type { Style } from "../style.js";
import type { Helper } from "./helper.js";
import { fill, lineWidth, wrap } from "./wrap.js";

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

const WELCOME = `Welcome to Interactive TypeScript. What you type is TypeScript: every expression
is awaited and its value printed, and a name can be declared again and again.`;

const INTRODUCTION = `Processes: self() send() receive() spawn() spawnLink() Process.* Node.* IO.*
Terms: atom.ok  atom("sup?")  tuple(a, b)  match() and P for patterns

These functions help at the prompt:`;

const CONCLUSION = "Ctrl+C stops what runs, exit() or Ctrl+D leaves, #iex:break gives up an unfinished text.";

function index(helpers: Readonly<Record<string, Helper>>, session: Session): string {
  const width = lineWidth(session);
  const column = Math.max(...Object.values(helpers).map(({ signature }) => signature.length));
  const rows = Object.values(helpers).map((helper) => indexRow(helper, column, width, session.style));
  return `${filled(WELCOME, widthOf(session))}\n\n${wrap(INTRODUCTION, width)}\n\n${rows.join("\n")}\n\n${fill(CONCLUSION.split(" "), width)}\n`;
}

/** A summary has a column of its own, unless that is too narrow to read: then it stands below. */
const NARROWEST = 30;

function indexRow({ signature, summary }: Helper, column: number, width: number, { heading }: Style): string {
  const left = column + 4;
  const isBeside = width - left >= NARROWEST;
  const indent = " ".repeat(isBeside ? left : 6);
  const text = fill(summary.split(" "), width - indent.length, indent);
  return isBeside ? `  ${heading(signature.padEnd(column))}  ${text}` : `  ${heading(signature)}\n${indent}${text}`;
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

function helperText({ signature, summary, details }: Helper, session: Session): string {
  const text = details === undefined ? summary : `${summary}\n\n${details}`;
  return `${session.style.heading(signature)}\n\n${wrap(filled(text, widthOf(session)), lineWidth(session))}\n`;
}

/** Lines that are indented stay as they are. */
function filled(text: string, width: number): string {
  const paragraphs = text.split("\n\n");
  return paragraphs.map((each) => (each.startsWith(" ") ? each : fill(each.split(/\s+/), width))).join("\n\n");
}

/** A name as it was typed. */
function describe(asked: unknown): string {
  return typeof asked === "string" && /^[\p{L}\p{N}_$.]+$/u.test(asked) ? asked : inspect(asked, { limit: 5 });
}
