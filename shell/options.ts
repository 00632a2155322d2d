import { parseArgs } from "node:util";
import { joinCode, type RpcEval, splitCommand, splitRpcEvals, type Task } from "./command-line.js";
import { CHECKS, type Check } from "./types/check.js";
import { UsageError } from "./usage-error.js";

/** What the command line asks for. */
export interface Options {
  node?: { name: string; type: "shortnames" | "longnames" };
  cookie?: string;
  hidden: boolean;
  /** A member of clusters of Erlang and Elixir like any other. */
  visible?: boolean;
  port?: number;
  /** After how many seconds of silence another node counts as lost. */
  netTicktime?: number;
  /** How to call other nodes of iex-ts. */
  carrier?: Carrier;
  remoteCode: boolean;
  eval: string[];
  /** Compile and load these files first. */
  require: string[];
  /** Evaluate this file before the first prompt, none when it is empty, instead of `.iex.ts`. */
  dotIex?: string;
  /** Open the shell of this node, with this terminal. */
  remsh?: string;
  /** Evaluate texts on other nodes, and leave. */
  rpcEval: RpcEval[];
  color?: boolean;
  /** What happens to texts that do not fit the types. */
  check?: Check;
  /** Leave at the first line that fails, with status 1. */
  haltOnError?: boolean;
  /** Whether the shell is that of the project in the current folder. */
  mix: boolean;
  /** The environment of the project, when the command line names it. */
  environment?: string;
  /** Do this instead of opening a shell, or, with `mix`, before it. */
  task?: Task;
  /** Print this and leave, instead of opening a shell. */
  print?: "help" | "version";
}

const CARRIERS = ["websocket", "tcp"] as const;
export type Carrier = (typeof CARRIERS)[number];

const OPTIONS = {
  sname: { type: "string" },
  name: { type: "string" },
  cookie: { type: "string" },
  hidden: { type: "boolean" },
  visible: { type: "boolean" },
  port: { type: "string" },
  "net-ticktime": { type: "string" },
  carrier: { type: "string" },
  "no-remote-code": { type: "boolean" },
  eval: { type: "string", short: "e", multiple: true },
  require: { type: "string", short: "r", multiple: true },
  "dot-iex": { type: "string" },
  remsh: { type: "string" },
  color: { type: "boolean" },
  check: { type: "string" },
  "halt-on-error": { type: "boolean" },
  env: { type: "string" },
  "no-color": { type: "boolean" },
  version: { type: "boolean", short: "v" },
  help: { type: "boolean", short: "h" },
} as const;

export const HELP = `Usage: iex-ts [options]
       iex-ts [options] -S mix
       iex-ts [options] TASK [arguments]

  --sname NAME       name this node, with a short host: me, me@localhost
  --name NAME        name this node, with a fully qualified host: me@10.0.0.1
  --cookie COOKIE    the secret that nodes of a cluster share (~/.erlang.cookie when left out)
  --hidden           stay out of the other nodes' Node.list() and mesh
  --visible          join clusters of Erlang and Elixir as a visible node that speaks global
  --port PORT        listen for other nodes on this port (any free one when left out)
  --net-ticktime SECONDS
                     count a node as lost after so much silence (60 when left out)
  --carrier CARRIER  call other nodes of iex-ts on a websocket (when left out) or on tcp
  --no-remote-code   refuse functions that other nodes send by value
  --remsh NODE       open the shell of another node, of iex-ts or of Elixir, in this terminal
  --rpc-eval NODE CODE
                     evaluate on another node and leave; may be repeated
  -e, --eval CODE    evaluate before the first prompt; may be repeated
  -r, --require FILE compile and load a file before the first prompt, or those of a pattern with
                     * and ?; may be repeated
  --dot-iex FILE     evaluate this file before the first prompt, "" for none; .iex.ts of this
                     folder or of the home folder when left out
  -S mix             compile and start the project of this folder; iex-ts new makes one
  --env ENV          the environment of the project: dev (when left out), test or prod
  --check MODE       code that does not fit its types: off, warn (what a terminal does when this
                     is left out), or error, which refuses it
  --halt-on-error    leave with status 1 at the first line that fails, of the options above or of
                     the input, which is no terminal
  --color            use colours, also where the output is no terminal; --no-color never does
  -v, --version      print the version
  -h, --help         print this

iex-ts help lists the tasks: they make, compile, run and test projects.
`;

/**
 * Reads the command line.
 *
 * @param args without the command itself
 * @throws UsageError for an option that is not known, lacks its value or makes no sense
 */
export function parseOptions(args: readonly string[]): Options {
  const { rest, rpcEval } = splitRpcEvals(args);
  const { own, mix, task } = splitCommand(rest, takesValue);
  const values = parse(own);
  if (values.help) return { ...NOTHING, print: "help" };
  if (values.version) return { ...NOTHING, print: "version" };
  return {
    ...networkOptions(values),
    hidden: values.hidden ?? false,
    remoteCode: !values["no-remote-code"],
    eval: values.eval ?? [],
    require: values.require ?? [],
    ...(values["dot-iex"] === undefined ? {} : { dotIex: values["dot-iex"] }),
    ...remoteOptions(values, rpcEval),
    ...projectOptions(values, mix, task),
    ...(values.check === undefined ? {} : { check: parseCheck(values.check) }),
    ...(values["halt-on-error"] ? { haltOnError: checkHalt(values, rpcEval, task) } : {}),
    ...(values.color || values["no-color"] ? { color: !values["no-color"] } : {}),
  };
}

/** A remote shell needs a name to be called back by. */
function remoteOptions(values: Values, rpcEval: RpcEval[]): Pick<Options, "remsh" | "rpcEval"> {
  const wanted = values.remsh !== undefined ? "--remsh" : rpcEval.length > 0 ? "--rpc-eval" : undefined;
  if (wanted && !nodeOf(values))
    throw new Error(
      `In order to use ${wanted}, you need to name the current node using --name or --sname. Aborting...`,
    );
  return { rpcEval, ...(values.remsh === undefined ? {} : { remsh: checkRemsh(values.remsh, values) }) };
}

/** What is done before the first prompt is done where the shell runs, with the files of that node. */
function checkRemsh(node: string, values: Values): string {
  const given = (["eval", "require", "dot-iex"] as const).find((option) => values[option] !== undefined);
  if (given === undefined) return node;
  const instead = given === "eval" ? `use --rpc-eval ${node} CODE, or type it at the prompt` : REMSH_INSTEAD[given];
  throw new UsageError(`Cannot use --${given} with --remsh, whose shell runs on ${node}: ${instead}`);
}

const REMSH_INSTEAD = {
  require: 'load the file there, with c("FILE") at the prompt',
  "dot-iex": 'evaluate the file there, with importFile("FILE") at the prompt',
};

/** What fails on another node is that node's business, and a task has a status of its own. */
function checkHalt({ remsh }: Values, rpcEval: RpcEval[], task?: Task): true {
  const other = remsh !== undefined ? "--remsh" : rpcEval.length > 0 ? "--rpc-eval" : task && `the task ${task.name}`;
  if (other === undefined || (task?.name === "run" && remsh === undefined)) return true;
  throw new UsageError(`Cannot use --halt-on-error with ${other}, which reads no lines here: leave it out`);
}

function projectOptions({ env }: Values, mix: boolean, task?: Task): Pick<Options, "mix" | "environment" | "task"> {
  if (env !== undefined && !mix && !task) throw new UsageError("Cannot use --env without a project: add -S mix");
  return { mix, ...(env === undefined ? {} : { environment: env }), ...(task === undefined ? {} : { task }) };
}

/** What makes sense for a node with a name only. */
function networkOptions(
  values: Values,
): Pick<Options, "node" | "cookie" | "visible" | "port" | "carrier" | "netTicktime"> {
  const node = nodeOf(values);
  if (!node) return checkNothingNeedsName(values);
  return {
    node,
    ...(values.cookie === undefined ? {} : { cookie: checkCookie(values.cookie) }),
    ...(values.visible ? { visible: checkVisible(values) } : {}),
    ...(values.port === undefined ? {} : { port: parsePort(values.port) }),
    ...(values.carrier === undefined ? {} : { carrier: parseCarrier(values.carrier) }),
    ...(values["net-ticktime"] === undefined ? {} : { netTicktime: parseTicktime(values["net-ticktime"]) }),
  };
}

function nodeOf({ sname, name }: Values): Options["node"] {
  if (sname !== undefined && name !== undefined)
    throw new UsageError(`Cannot name this node both "${sname}" and "${name}": give either --sname or --name`);
  if (sname !== undefined) return { name: sname, type: "shortnames" };
  return name === undefined ? undefined : { name, type: "longnames" };
}

/** A node without a name reaches no other: rather than ignore an option, say so. */
function checkNothingNeedsName(values: Values): Record<string, never> {
  const given = (["cookie", "hidden", "visible", "port", "carrier", "net-ticktime"] as const).find(
    (option) => values[option] !== undefined,
  );
  if (given === undefined) return {};
  throw new UsageError(`Cannot use --${given} without a name, by which other nodes reach this one: add --sname NAME`);
}

const NOTHING: Options = { hidden: false, remoteCode: true, eval: [], require: [], rpcEval: [], mix: false };

/** Whether the argument after this option is its value. */
function takesValue(argument: string): boolean {
  return Object.entries(OPTIONS).some(
    ([name, option]) =>
      option.type === "string" && (argument === `--${name}` || ("short" in option && argument === `-${option.short}`)),
  );
}

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];

function parse(args: readonly string[]): Values {
  try {
    return parseArgs({ args: joinCode(args), options: OPTIONS, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(usageProblem(error as Error & { code?: string }));
  }
}

function usageProblem({ code, message }: Error & { code?: string }): string {
  const [, option = ""] = /'([^']*)'/.exec(message) ?? [];
  const seeHelp = "iex-ts --help lists the options";
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") return `Unknown option ${option}: ${seeHelp}`;
  if (code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL") return `Unexpected argument ${option}: ${seeHelp}`;
  if (/does not take an argument/.test(message))
    return `Option ${option} takes no value: leave out what follows the "="`;
  const name = option.replace(" <value>", "");
  if (/ambiguous/.test(message))
    return `Option ${name} needs a value: give one that begins with a dash behind a "=", as in ${name.split(", ").at(-1)}=-x`;
  return `Option ${name} needs a value: ${seeHelp}`;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port > 0 && port < 65_536) return port;
  throw new UsageError(`Cannot listen on port "${text}": give a number from 1 to 65535`);
}

function parseCarrier(text: string): Carrier {
  const carrier = CARRIERS.find((known) => known === text);
  if (carrier) return carrier;
  throw new UsageError(`Cannot call other nodes by "${text}": give ${CARRIERS.join(" or ")}`);
}

function parseCheck(text: string): Check {
  const check = CHECKS.find((known) => known === text);
  if (check) return check;
  throw new UsageError(`Cannot check types with "${text}": give ${CHECKS.slice(0, -1).join(", ")} or ${CHECKS.at(-1)}`);
}

function parseTicktime(text: string): number {
  const seconds = Number(text);
  if (/^\d+$/.test(text) && seconds > 0 && seconds <= LONGEST_TICKTIME) return seconds;
  throw new UsageError(
    `Cannot use the tick time "${text}": give a whole number of seconds from 1 to ${LONGEST_TICKTIME}`,
  );
}

/** What a timer can still count, in seconds: about twenty days. */
const LONGEST_TICKTIME = 2_000_000;

function checkVisible({ hidden }: Values): true {
  if (!hidden) return true;
  throw new UsageError("Cannot use --visible with --hidden: give one of the two");
}

function checkCookie(cookie: string): string {
  if (cookie !== "") return cookie;
  throw new UsageError("Cannot use an empty cookie: give --cookie at least one character, or leave it out");
}
