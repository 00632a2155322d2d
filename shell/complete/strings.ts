import { Node, Process } from "../../src/index.js";
import { atomNames } from "./atoms.js";
import type { Place } from "./context.js";
import { fileNames, packageNames } from "./files.js";
import { moduleNames, nameIn, type Prompt } from "./resolve.js";

/** What a string can become that stands in that place: whole strings, each beginning with what is typed. */
export function stringNames(typed: string, place: Place, prompt: Prompt): string[] {
  const found = meant(typed, place, prompt).filter((name) => name.startsWith(typed));
  if (found.length > 0) return found;
  if (typed.includes("@")) return nodeNames().filter((name) => name.startsWith(typed));
  return /^(\.{1,2}|~)?\//.test(typed) ? fileNames(typed, { sources: false }) : [];
}

const TAKES_NODE = /^(Node\.(?!self|list)\w+|Rpc\.\w+|Code\.\w+OnNode\w*)$/;
const TAKES_NAME =
  /^(send|Process\.(whereis|unregister|exit|link|monitor|send|sendAfter)|(GenServer|Agent|Supervisor|DynamicSupervisor|Task\.Supervisor|Registry|IO)\.\w+)$/;
const TAKES_FILE = /^(c|r|importFile|Code\.(compileFiles|importFile))$/;
const TAKES_PATH = /^(cd|ls|(\w+\.)?(read|write|open|stat|readdir|exists|append|create\w+)\w*)$/;

function meant(typed: string, place: Place, prompt: Prompt): string[] {
  const { callee = "", argument, element, specifier } = place;
  if (specifier) return specifierNames(typed);
  if (TAKES_FILE.test(callee)) return fileNames(typed, { sources: true });
  if (element === 1) return nodeNames();
  if (TAKES_NODE.test(callee)) return byPosition(argument, place, prompt);
  if (TAKES_NAME.test(callee) && argument === 0) return registeredNames();
  if (callee === "atom") return atomNames(prompt);
  return TAKES_PATH.test(callee) ? fileNames(typed, { sources: false }) : [];
}

/** Node, module and function, as `Node.spawn` and `Rpc.call` take them. */
function byPosition(argument: number, { element }: Place, { scope }: Prompt): string[] {
  if (argument === 0 || element === 0) return nodeNames();
  if (argument === 1) return moduleNames().filter((name) => nameIn({ scope }, name.split(".")[0]!) !== undefined);
  return [];
}

function specifierNames(typed: string): string[] {
  return /^(\.{1,2}\/|\/)/.test(typed) ? fileNames(typed, { sources: true }) : packageNames(typed);
}

function nodeNames(): string[] {
  return [...new Set([...Node.list("connected"), ...Node.list("known")])].map((name) => Symbol.keyFor(name)!);
}

/** As they are written here: those that Elixir would call `Elixir.Name` are `Name`. */
function registeredNames(): string[] {
  return Process.registered().map((name) => Symbol.keyFor(name)!.replace(/^Elixir\./, ""));
}
