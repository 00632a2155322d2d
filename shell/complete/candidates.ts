import { atom } from "../../src/index.js";
import { atomNames } from "./atoms.js";
import { type Context, contextOf } from "./context.js";
import { isConstructor, isPlainFunction, type Known, known, type Member, membersOf } from "./members.js";
import { nameIn, type Prompt, resolve } from "./resolve.js";
import { stringNames } from "./strings.js";
import { keywords } from "./tokens.js";

/** One way to go on. */
export interface Candidate {
  readonly name: string;
  /** As the list shows it: functions with their number of parameters. */
  readonly shown: string;
  /** True for what members follow. */
  readonly isModule: boolean;
}

export interface Candidates {
  /** What is being typed, which every candidate begins with. */
  readonly typed: string;
  readonly candidates: Candidate[];
}

/** The ways in which what stands before the cursor can go on. */
export function candidatesFor(before: string, prompt: Prompt): Candidates {
  const context = contextOf(before);
  if (context.type === "nothing") return { typed: "", candidates: [] };
  const { typed } = context;
  if (context.type === "string") return stringCandidates(context, prompt);
  const candidates = context.type === "name" ? nameCandidates(context, prompt) : memberCandidates(context, prompt);
  return { typed, candidates };
}

/** Some helpers take code in a string. */
const TAKES_CODE = /^(h|t|b|exports)$/;

function stringCandidates({ typed, place }: Context & { type: "string" }, prompt: Prompt): Candidates {
  if (TAKES_CODE.test(place.callee ?? "")) return candidatesFor(typed, prompt);
  const strings = stringNames(typed, place, prompt);
  const from = strings.every((name) => name.includes("/")) ? typed.lastIndexOf("/") + 1 : 0;
  return { typed: typed.slice(from), candidates: strings.map((name) => plain(name.slice(from))) };
}

function plain(name: string): Candidate {
  return { name, shown: name, isModule: false };
}

function candidate(name: string, found: Known | undefined): Candidate {
  const value = found?.value;
  const shown = isPlainFunction(value) ? `${name}/${arityOf(value)}` : name;
  return { name, shown, isModule: /^\p{Lu}/u.test(name) && typeof value === "object" && value !== null };
}

/** Read as a property's value, for a user may have made a getter of it. */
function arityOf(fun: object): number {
  const length: unknown = Object.getOwnPropertyDescriptor(fun, "length")?.value;
  return typeof length === "number" ? length : 0;
}

function memberCandidates({ of, typed, constructed }: Context & { type: "member" }, prompt: Prompt): Candidate[] {
  const found = resolve(of, prompt);
  if (!found) return [];
  if (found.value === atom) return atomMembers(typed, prompt);
  const members = membersOf(found, typed);
  const own = members.filter(({ common }) => !common);
  return offered(own.length > 0 || typed === "" ? own : members, constructed);
}

function offered(members: Member[], constructed: boolean): Candidate[] {
  return members
    .filter((member) => member.name !== "constructor" && (!constructed || isConstructor(member.known?.value)))
    .map((member) => candidate(member.name, member.known));
}

function atomMembers(typed: string, prompt: Prompt): Candidate[] {
  const writable = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
  return atomNames(prompt)
    .filter((name) => name.startsWith(typed) && writable.test(name))
    .map(plain);
}

function nameCandidates({ typed, constructed, mentioned }: Context & { type: "name" }, prompt: Prompt): Candidate[] {
  const hidden = !/^[_$]/.test(typed);
  const names = namesAt(prompt, typed, mentioned).filter(
    (name) => !(hidden && /^[_$]/.test(name)) && !/^\$iex/.test(name),
  );
  const words = new Set(constructed || typed === "" ? [] : keywords());
  const all = [...new Set([...names, ...words])].filter((name) => name.startsWith(typed));
  return all.flatMap((name) => {
    const found = nameIn(prompt, name);
    if (words.has(name) && !found) return [plain(name)];
    return constructed && found && !isConstructor(found.value) ? [] : [candidate(name, found)];
  });
}

/** What has been typed already helps only where something is: else it would be the whole of JavaScript. */
function namesAt({ scope }: Prompt, typed: string, mentioned: readonly string[]): string[] {
  const builtins = Object.getOwnPropertyNames(Object.getPrototypeOf(scope.object));
  const shell = [...scope.names(), ...builtins];
  return typed === "" ? shell : [...shell, ...mentioned, ...globalNames(typed)];
}

function globalNames(typed: string): string[] {
  return membersOf(known(globalThis), typed).flatMap(({ name, common }) => (common ? [] : [name]));
}
