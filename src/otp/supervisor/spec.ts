import { ArgumentError, Exit, type Module, millisecondsOf, moduleNameOf } from "../../process/index.js";
import { type Atom, atom, atomName, inspect, isTuple, nameToAtom, type TupleOf, tuple } from "../../term/index.js";
import { type ChildSpec, idTerm, type Restart, type Shutdown, type Start } from "./child-spec.js";

/** `{module, function, args}`: what is called to start a child. */
export type StartCall = TupleOf<[module: Atom, name: Atom, args: readonly unknown[]]>;

/** A child specification with nothing left out. */
export interface Spec {
  readonly id: unknown;
  readonly start: StartCall;
  readonly restart: Restart;
  readonly significant: boolean;
  readonly type: "worker" | "supervisor";
  readonly shutdown: Shutdown;
  readonly modules: "dynamic" | readonly Atom[];
}

interface Check {
  field: Exclude<keyof Spec, "id">;
  isValid(value: unknown): boolean;
  /** OTP's name of the fault. */
  fault: string;
  /** What the field must be, in the words of our users. */
  expected: string;
}

const oneOf =
  (...words: string[]) =>
  (value: unknown) =>
    typeof value === "string" && words.includes(value);

/** In OTP's order (`supervisor:do_check_childspec/2`). */
const CHECKS: readonly Check[] = [
  { field: "start", isValid: isCall, fault: "invalid_mfa", expected: 'a function or [module, "function", args]' },
  {
    field: "restart",
    isValid: oneOf("permanent", "transient", "temporary"),
    fault: "invalid_restart_type",
    expected: '"permanent", "transient" or "temporary"',
  },
  {
    field: "significant",
    isValid: (value) => typeof value === "boolean",
    fault: "invalid_significant",
    expected: "true or false",
  },
  {
    field: "type",
    isValid: oneOf("worker", "supervisor"),
    fault: "invalid_child_type",
    expected: '"worker" or "supervisor"',
  },
  {
    field: "shutdown",
    isValid: isShutdown,
    fault: "invalid_shutdown",
    expected: 'milliseconds from 0 on, "brutalKill" or "infinity"',
  },
  {
    field: "modules",
    isValid: isModules,
    fault: "invalid_modules",
    expected: 'a list of names of modules, or "dynamic"',
  },
];

/**
 * A child specification as users write it, checked and completed.
 *
 * @throws ArgumentError that names the child and what is wrong with it
 */
export function toSpec(given: ChildSpec): Spec {
  if (given.id === undefined) throw new ArgumentError(`the child ${inspect(given)} has no id: give it one`);
  const spec = { ...given, id: idTerm(given.id), start: startCall(given.start), modules: modulesOf(given.modules) };
  const complete = withDefaults(spec);
  const wrong = CHECKS.find(({ field, isValid }) => !isValid(complete[field]));
  if (!wrong) return complete;
  const value = wrong.field === "start" ? given.start : complete[wrong.field];
  throw new ArgumentError(
    `the child ${inspect(complete.id)} has an invalid ${wrong.field}: ${inspect(value)}. It must be ${wrong.expected}`,
  );
}

/** A function is `{:erlang, :apply, [fun, args]}`; so is one of an object that has no name as a module. */
function startCall(start: Start): StartCall {
  if (typeof start === "function") return applying(start, []);
  if (!Array.isArray(start) || start.length !== 3) return start as never;
  const [module, name, args] = start as [Module, string | Atom, readonly unknown[]];
  if (typeof module === "string" || typeof module === "symbol") return tuple(nameToAtom(module), named(name), args);
  const known = moduleNameOf(module);
  if (known) return tuple(known, named(name), args);
  const key = typeof name === "symbol" ? atomName(name) : name;
  const fun = Reflect.get(module, key) as unknown;
  return typeof fun === "function" ? applying(fun.bind(module), args) : (start as never);
}

function applying(fun: unknown, args: readonly unknown[]): StartCall {
  return tuple(atom.erlang, atom.apply, [fun, args]);
}

function named(name: string | Atom): Atom {
  return typeof name === "string" ? atom(name) : name;
}

function modulesOf(modules: ChildSpec["modules"]): Spec["modules"] | undefined {
  if (!Array.isArray(modules)) return modules as "dynamic" | undefined;
  return modules.map((module) => (typeof module === "string" ? nameToAtom(module) : module));
}

type Incomplete = { [F in keyof Spec]?: Spec[F] | undefined } & Pick<Spec, "id" | "start">;

function withDefaults({ id, start, ...given }: Incomplete): Spec {
  const type = given.type ?? "worker";
  return {
    id,
    start,
    restart: given.restart ?? "permanent",
    significant: given.significant ?? false,
    type,
    shutdown: given.shutdown ?? (type === "supervisor" ? "infinity" : 5_000),
    modules: given.modules ?? (isCall(start) && start[0] !== atom.erlang ? [start[0]] : "dynamic"),
  };
}

/** Our words and OTP's atoms. */
const ATOMS: ReadonlyMap<unknown, Atom> = new Map(
  ["permanent", "transient", "temporary", "worker", "supervisor", "dynamic", "infinity"]
    .map((word): [string, Atom] => [word, atom(word)])
    .concat([["brutalKill", atom.brutal_kill]]),
);
const WORDS: ReadonlyMap<unknown, string> = new Map(Array.from(ATOMS, ([word, name]) => [name, word as string]));

/** A word as the atom that OTP has for it; numbers stay. */
export function atomOf(word: unknown): unknown {
  return ATOMS.get(word) ?? word;
}

function wordOf(term: unknown): unknown {
  return WORDS.get(term) ?? term;
}

/** The map that OTP's processes understand (`supervisor:child_spec()`). */
export function toTerm(spec: Spec): Record<keyof Spec, unknown> {
  const { id, start, significant } = spec;
  const [restart, shutdown, type, modules] = [spec.restart, spec.shutdown, spec.type, spec.modules].map(atomOf);
  return { id, start, restart, significant, type, shutdown, modules };
}

/**
 * The specification in a request: a map, or the tuple of six that older programs use.
 *
 * @throws Exit with OTP's reason for what is wrong, such as `{:invalid_mfa, 5}`
 */
export function fromTerm(term: unknown): Spec {
  const given = fieldsOf(term);
  if (!given) throw new Exit(tuple(atom("invalid_child_spec"), term));
  if (!("id" in given)) throw new Exit(atom("missing_id"));
  if (!("start" in given)) throw new Exit(atom("missing_start"));
  const words = Object.fromEntries(Object.entries(given).map(([field, value]) => [field, wordOf(value)]));
  const spec = withDefaults({ ...words, id: given.id, start: given.start } as Spec);
  const wrong = CHECKS.find(({ field, isValid }) => !isValid(spec[field]));
  if (wrong) throw new Exit(tuple(atom(wrong.fault), spec[wrong.field]));
  return spec;
}

function fieldsOf(term: unknown): Record<string, unknown> | undefined {
  if (isTuple(term) && term.length === 6) {
    const [id, start, restart, shutdown, type, modules] = term;
    return { id, start, restart, shutdown, type, modules };
  }
  if (typeof term !== "object" || term === null || Array.isArray(term) || term instanceof Map) return undefined;
  return term as Record<string, unknown>;
}

function isCall(start: unknown): start is StartCall {
  if (!isTuple(start) || start.length !== 3) return false;
  const [module, name, args] = start;
  return typeof module === "symbol" && typeof name === "symbol" && Array.isArray(args) && !isTuple(args);
}

function isShutdown(shutdown: unknown): boolean {
  if (shutdown === "brutalKill" || shutdown === "infinity") return true;
  return Number.isInteger(shutdown) && millisecondsOf(shutdown as number) !== undefined;
}

function isModules(modules: unknown): boolean {
  if (modules === "dynamic") return true;
  return Array.isArray(modules) && !isTuple(modules) && modules.every((module) => typeof module === "symbol");
}
