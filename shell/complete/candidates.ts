import { atom } from "../../src/index.js";
import { atomNames } from "./atoms.js";
import { type Context, contextOf } from "./context.js";
import { isConstructor, isPlainFunction, type Known, known, namesOf } from "./members.js";
import { nameIn, type Prompt, resolve } from "./resolve.js";
import { stringNames } from "./strings.js";
import { keywords } from "./tokens.js";

/** The ways in which a text can go on. There may be very many. */
export interface Candidates {
  /** What is being typed, which every name begins with. */
  readonly typed: string;
  /** Each once, in no order. */
  readonly names: readonly string[];
  /** What a name stands for, where that is known; asked for only of those that are shown. */
  known?(name: string): Known | undefined;
}

/** As the list shows it: functions with their number of parameters. */
export function shownAs(name: string, known: Known | undefined): string {
  const value = known?.value;
  return isPlainFunction(value) ? `${name}/${arityOf(value)}` : name;
}

/** Read as a property's value, for a user may have made a getter of it. */
function arityOf(fun: object): number {
  const length: unknown = Object.getOwnPropertyDescriptor(fun, "length")?.value;
  return typeof length === "number" ? length : 0;
}

/** True for what members follow. */
export function isModule(name: string, known: Known | undefined): boolean {
  const value = /^\p{Lu}/u.test(name) ? known?.value : undefined;
  return typeof value === "object" && value !== null;
}

/** The ways in which what stands before the cursor can go on. */
export function candidatesFor(before: string, prompt: Prompt): Candidates {
  const context = contextOf(before);
  switch (context.type) {
    case "nothing":
      return { typed: "", names: [] };
    case "string":
      return stringCandidates(context, prompt);
    case "name":
      return nameCandidates(context, prompt);
    case "member":
      return memberCandidates(context, prompt);
  }
}

/** Some helpers take code in a string. */
const TAKES_CODE = /^(h|t|b|exports)$/;

function stringCandidates({ typed, place }: Context & { type: "string" }, prompt: Prompt): Candidates {
  if (TAKES_CODE.test(place.callee ?? "")) return candidatesFor(typed, prompt);
  const strings = [...new Set(stringNames(typed, place, prompt))];
  const from = strings.every((name) => name.includes("/")) ? typed.lastIndexOf("/") + 1 : 0;
  return { typed: typed.slice(from), names: strings.map((name) => name.slice(from)) };
}

function memberCandidates({ of, typed, constructed }: Context & { type: "member" }, prompt: Prompt): Candidates {
  const found = resolve(of, prompt);
  if (!found) return { typed, names: [] };
  if (found.value === atom) return { typed, names: atomMembers(typed, prompt) };
  const { own, common, known } = namesOf(found, typed);
  const names = own.length > 0 || typed === "" ? own : common;
  return { typed, names: names.filter((name) => isOffered(name, constructed, known)), known };
}

function isOffered(name: string, constructed: boolean, known: (name: string) => Known | undefined): boolean {
  return name !== "constructor" && (!constructed || isConstructor(known(name)?.value));
}

function atomMembers(typed: string, prompt: Prompt): string[] {
  const writable = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
  return atomNames(prompt).filter((name) => name.startsWith(typed) && writable.test(name));
}

function nameCandidates({ typed, constructed, mentioned }: Context & { type: "name" }, prompt: Prompt): Candidates {
  const { scope } = prompt;
  const hidden = !/^[_$]/.test(typed);
  const fits = (name: string): boolean =>
    name.startsWith(typed) && !(hidden && /^[_$]/.test(name)) && !name.startsWith("$iex");
  const words = constructed || typed === "" ? [] : keywords();
  const others = new Set([...otherNames(prompt, typed, mentioned), ...words].filter(fits));
  const unbound = [...others].filter((name) => !Object.hasOwn(scope.object, name));
  const names = [...scope.names().filter(fits), ...unbound];
  const known = (name: string): Known | undefined => nameIn(prompt, name);
  return { typed, names: constructed ? names.filter((name) => mayConstruct(known(name))) : names, known };
}

function mayConstruct(found: Known | undefined): boolean {
  return !found || isConstructor(found.value);
}

/** Beside the bindings. What has been typed already helps only where something is: else it would be the whole of JavaScript. */
function otherNames({ scope }: Prompt, typed: string, mentioned: readonly string[]): string[] {
  const builtins = Object.getOwnPropertyNames(Object.getPrototypeOf(scope.object));
  return typed === "" ? builtins : [...builtins, ...mentioned, ...namesOf(known(globalThis), typed).own];
}
