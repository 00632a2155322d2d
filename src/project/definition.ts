import { existsSync } from "node:fs";
import { join } from "node:path";
import { isPlain } from "./merge.js";
import { MixError } from "./mix-error.js";

/** What `mix.ts` exports as `project`. */
export interface ProjectDefinition {
  /** The name of the application: `p24_chat`. */
  readonly app: string;
  readonly version: string;
  readonly description?: string;
  /** Whether the node ends when the application does. */
  readonly startPermanent?: boolean;
}

/** What `mix.ts` exports as `application`: what runs, and what has to run before it. */
export interface ApplicationDefinition {
  /** The applications to start first. */
  readonly extraApplications?: readonly string[];
  /** The module whose `start(type, args)` starts the processes, and those arguments. */
  readonly mod?: readonly [module: string | object, args: unknown];
  /** What `Application.getEnv` gives where no config file says otherwise. */
  readonly env?: Readonly<Record<string, unknown>>;
  /** The names that its processes register. */
  readonly registered?: readonly string[];
}

/** What a project starts: Erlang's application resource. */
export interface ApplicationSpec {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly applications: string[];
  readonly mod?: [module: string | object, args: unknown];
  readonly env?: Record<string, unknown>;
  readonly registered?: string[];
}

/** The file that makes a folder a project. */
export const DEFINITION = "mix.ts";

/**
 * The file that defines the project of a folder.
 *
 * @throws MixError when there is none
 */
export function findDefinition(folder: string): string {
  const path = join(folder, DEFINITION);
  if (existsSync(path)) return path;
  throw new MixError(`Could not find a project in ${folder}: run iex-ts new NAME, or change into one`);
}

/**
 * Reads what `mix.ts` exports.
 *
 * @throws MixError that names the field which is missing or makes no sense
 */
export function specOf(exports: Readonly<Record<string, unknown>>): ApplicationSpec {
  const project = exported(exports, "project", '{ app: "my_app", version: "0.1.0" }');
  const { app, version, description } = project;
  check(
    typeof app === "string" && /^[a-z][a-z0-9_]*$/.test(app),
    "project.app",
    "the name of the application, as in p24_chat",
    app,
  );
  check(typeof version === "string", "project.version", 'a version, as in "0.1.0"', version);
  check(
    description === undefined || typeof description === "string",
    "project.description",
    "a text, or nothing",
    description,
  );
  const { extraApplications = [], mod, env, registered } = applicationOf(exports);
  return {
    name: app as string,
    version: version as string,
    ...(description === undefined ? {} : { description: description as string }),
    applications: [...extraApplications],
    ...(mod === undefined ? {} : { mod: [...mod] }),
    ...(env === undefined ? {} : { env: { ...env } }),
    ...(registered === undefined ? {} : { registered: [...registered] }),
  };
}

/**
 * What the end of the application means to its node.
 *
 * @throws MixError when `project.startPermanent` is no boolean
 */
export function restartTypeOf(exports: Readonly<Record<string, unknown>>): "permanent" | "temporary" {
  const { startPermanent = false } = exports.project as Partial<ProjectDefinition>;
  check(typeof startPermanent === "boolean", "project.startPermanent", "true or false", startPermanent);
  return startPermanent ? "permanent" : "temporary";
}

function applicationOf(exports: Readonly<Record<string, unknown>>): ApplicationDefinition {
  if (exports.application === undefined) return {};
  const application = exported(exports, "application", '{ extraApplications: ["logger"] }');
  const { extraApplications, mod, env, registered } = application;
  const wanted = 'names of applications, as in ["logger"]';
  check(isNames(extraApplications), "application.extraApplications", wanted, extraApplications);
  check(isMod(mod), "application.mod", 'a module and its arguments, as in ["P24Chat.Application", []]', mod);
  check(env === undefined || isPlain(env), "application.env", "an object", env);
  check(isNames(registered), "application.registered", "names of processes", registered);
  return application as ApplicationDefinition;
}

function exported(exports: Readonly<Record<string, unknown>>, name: string, example: string): Record<string, unknown> {
  const value = exports[name];
  if (isPlain(value)) return value;
  throw new MixError(`${DEFINITION} must export ${name}: write export const ${name} = ${example}`);
}

function check(holds: boolean, field: string, wanted: string, value: unknown): void {
  if (!holds) throw new MixError(`${field} in ${DEFINITION} must be ${wanted}, got: ${JSON.stringify(value)}`);
}

function isNames(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.every((name) => typeof name === "string"));
}

function isMod(value: unknown): boolean {
  if (value === undefined) return true;
  const [module, ...args] = Array.isArray(value) ? value : [];
  return args.length === 1 && /^(string|object|function)$/.test(typeof module) && module !== null;
}
