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
  /** What it stands for, where that is known; asked for only of those that are shown. */
  known?(): Known | undefined;
}

export interface Candidates {
  /** What is being typed, which every candidate begins with. */
  readonly typed: string;
  readonly candidates: Candidate[];
}

/** As the list shows it: functions with their number of parameters. */
export function shownAs({ name, known }: Candidate): string {
  const value = known?.()?.value;
  return isPlainFunction(value) ? `${name}/${arityOf(value)}` : name;
}

/** Read as a property's value, for a user may have made a getter of it. */
function arityOf(fun: object): number {
  const length: unknown = Object.getOwnPropertyDescriptor(fun, "length")?.value;
  return typeof length === "number" ? length : 0;
}

/** True for what members follow. */
export function isModule({ name, known }: Candidate): boolean {
  const value = /^\p{Lu}/u.test(name) ? known?.()?.value : undefined;
  return typeof value === "object" && value !== null;
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
  return { name };
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
  return members.filter(
    (member) => member.name !== "constructor" && (!constructed || isConstructor(member.known()?.value)),
  );
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
  const words = constructed || typed === "" ? [] : keywords();
  const all = [...names, ...words].filter((name) => name.startsWith(typed));
  const candidates = [...new Set(all)].map((name) => ({ name, known: () => nameIn(prompt, name) }));
  return constructed ? candidates.filter(({ known }) => mayConstruct(known())) : candidates;
}

function mayConstruct(found: Known | undefined): boolean {
  return !found || isConstructor(found.value);
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
