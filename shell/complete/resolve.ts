import * as library from "../../src/index.js";
import type { Session } from "../session.js";
import { type Expression, pathOf } from "./expression.js";
import { type Known, known, memberOf } from "./members.js";

/** What completion needs of a shell. */
export type Prompt = Pick<Session, "scope" | "history">;

/**
 * The value of an expression, as far as it can be known without running user code: bindings, members
 * that are plain properties, what `new` makes, and what some functions of the library give.
 */
export function resolve(expression: Expression, prompt: Prompt): Known | undefined {
  switch (expression.type) {
    case "literal":
      return known(expression.is);
    case "last":
      return known(prompt.scope.last);
    case "name":
      return nameIn(prompt, expression.name);
    case "member":
      return moduleAt(expression, prompt) ?? memberIn(expression, prompt);
    case "new":
      return instanceOf(resolve(expression.of, prompt));
    case "call":
      return resultOf(expression, prompt);
  }
}

/** The value that a name has at the prompt. */
export function nameIn({ scope }: Pick<Prompt, "scope">, name: string): Known | undefined {
  if (!scope.has(name)) return globalNamed(name);
  try {
    return known(scope.get(name));
  } catch {
    // It waits for its first value.
    return undefined;
  }
}

/** Those of Node.js's globals that are getters, to be had without running one. */
const getters: Record<string, unknown> = { Buffer, process };

export function globalNamed(name: string): Known | undefined {
  return Object.hasOwn(getters, name) ? known(getters[name]) : memberOf(known(globalThis), name);
}

function memberIn(expression: Expression & { type: "member" }, prompt: Prompt): Known | undefined {
  const of = resolve(expression.of, prompt);
  return of && memberOf(of, expression.name);
}

/** A module below another is reached through a getter of its name, and known without it. */
function moduleAt(expression: Expression, { scope }: Prompt): Known | undefined {
  const path = pathOf(expression);
  if (!path || !/^\p{Lu}/u.test(path.at(-1)!) || !scope.isBuiltin(path[0]!)) return undefined;
  const name = path.join(".");
  const loaded = moduleNames().some((module) => module === name || module.startsWith(`${name}.`));
  return loaded ? { value: library.Code.moduleNamed(name) } : undefined;
}

/** The names of all loaded modules that a user can write: `P24Chat.Lab`. */
export function moduleNames(): string[] {
  const aliases = library.Code.loadedModules().map(({ module }) => String(Symbol.keyFor(module)));
  return aliases.filter((name) => name.startsWith("Elixir.")).map((name) => name.slice("Elixir.".length));
}

function instanceOf(made: Known | undefined): Known | undefined {
  if (typeof made?.value !== "function") return undefined;
  const prototype = memberOf(made, "prototype");
  return prototype && known(prototype.value);
}

const { Pid, Reference, Tuple } = library;

/** What functions of the library give, by what they are: an object of that kind. */
const results = new Map<unknown, unknown>([
  [library.self, Pid.prototype],
  [library.spawn, Pid.prototype],
  [library.spawnLink, Pid.prototype],
  [library.pidFromText, Pid.prototype],
  [library.makeRef, Reference.prototype],
  [library.tuple, Tuple.prototype],
  [library.atom, Symbol.prototype],
  [library.Node.self, Symbol.prototype],
  [library.Node.list, Array.prototype],
  [library.Node.spawn, Pid.prototype],
  [library.Node.spawnLink, Pid.prototype],
  [library.inspect, String.prototype],
]);

function resultOf({ of, args }: Expression & { type: "call" }, prompt: Prompt): Known | undefined {
  if (of.type === "name" && of.name === "v" && prompt.scope.isBuiltin("v")) return earlierValue(args, prompt);
  const called = resolve(of, prompt);
  return called && results.has(called.value) ? { value: results.get(called.value) } : undefined;
}

function earlierValue(args: readonly { text: string }[], { history }: Prompt): Known | undefined {
  const number = args.length === 0 ? -1 : Number(args.map(({ text }) => text).join(""));
  try {
    return known(history.v(number));
  } catch {
    return undefined;
  }
}
