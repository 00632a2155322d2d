import { type Atom, atom, atomName, Code, inspect, isTuple, Node, type Pid, Rpc } from "../../../src/index.js";
import type { Style } from "../../style.js";
import { formatPanes, type Pane } from "../panes.js";
import type { Card } from "./card.js";

/** What is known of a process, wherever it is. */
export interface ProcessFacts {
  readonly name: Atom | undefined;
  /** As a function is written: `Remote.chat/0`. */
  readonly initialCall: string;
  readonly status: Atom;
  readonly messages: number;
  readonly trapsExits: boolean;
  readonly groupLeader: unknown;
  readonly links: readonly unknown[];
  readonly monitors: readonly unknown[];
  readonly monitoredBy: readonly unknown[];
}

/** Erlang's names of these facts, in their order. */
const ITEMS = [
  ...["registered_name", "initial_call", "status", "message_queue_len", "trap_exit", "group_leader"],
  ...["links", "monitors", "monitored_by"],
].map((item) => atom(item));

/** How long another node may take to answer, in milliseconds. */
const PATIENCE = 5000;

/**
 * Asks the node of a process about it, whether it is of iex-ts, Erlang or Elixir.
 *
 * @returns undefined when the process has ended, or its node does not answer
 */
export async function readProcess(pid: Pid): Promise<ProcessFacts | undefined> {
  const answer = pid.isLocal ? readHere(pid) : await readThere(pid).catch(() => undefined);
  return Array.isArray(answer) ? factsOf(answer.map((item) => (isTuple(item) ? item[1] : undefined))) : undefined;
}

async function readThere(pid: Pid): Promise<unknown> {
  const isUp = Node.list("connected").includes(atom(pid.node)) || (await Node.connect(pid.node)) === true;
  return isUp ? Rpc.call(pid.node, atom("erlang"), "process_info", [pid, ITEMS], PATIENCE) : undefined;
}

/** The function that other nodes call, without the process that their call would make. */
function readHere(pid: Pid): unknown {
  const { process_info } = Code.whichModule(atom("erlang"))!.exports as { process_info(...args: unknown[]): unknown };
  return process_info(pid, ITEMS);
}

function factsOf([name, call, status, messages, trapsExits, groupLeader, ...lists]: readonly unknown[]): ProcessFacts {
  const [links, monitors, monitoredBy] = lists.map((list) => (Array.isArray(list) ? (list as unknown[]) : []));
  return {
    name: typeof name === "symbol" ? (name as Atom) : undefined,
    initialCall: initialCall(call),
    status: status as Atom,
    messages: messages as number,
    trapsExits: trapsExits === true,
    groupLeader,
    links: links ?? [],
    // `{:process, pid}`, or `{:process, {name, node}}`.
    monitors: (monitors ?? []).map((monitor) => (isTuple(monitor) ? monitor[1] : monitor)),
    monitoredBy: monitoredBy ?? [],
  };
}

/** `{module, name, arity}`, as a function is written. */
function initialCall(call: unknown): string {
  if (!isTuple(call)) return inspect(call);
  const [module, name, arity] = call as readonly unknown[];
  return `${inspect(module)}.${typeof name === "symbol" ? atomName(name) : inspect(name)}/${String(arity)}`;
}

/** What `i` shows of a process. */
export async function pidCard(pid: Pid): Promise<Card> {
  const facts = await readProcess(pid);
  return [
    ["Data type", "Pid"],
    ["Alive", String(facts !== undefined)],
    ...(facts ? living(facts) : []),
    ["Description", "Use Process.info(pid) to get more info about this process"],
    ["Reference modules", "Process, Node"],
  ];
}

function living(facts: ProcessFacts): Card {
  return [
    ["Name", nameIn(facts)],
    ["Links", list(facts.links)],
    ["Message queue length", String(facts.messages)],
  ];
}

function nameIn({ name }: ProcessFacts): string {
  return name === undefined ? "not registered" : inspect(name);
}

function list(terms: readonly unknown[]): string {
  return terms.length === 0 ? "none" : terms.map(onOneLine).join(", ");
}

function onOneLine(term: unknown): string {
  return inspect(term, { width: Number.POSITIVE_INFINITY });
}

/** All that is known of a process, in a pane. */
export function formatProcess(pid: Pid, facts: ProcessFacts, style: Style): string {
  const overview: Pane = [
    "Overview",
    [
      ["Registered name", nameIn(facts)],
      ["Initial call", facts.initialCall],
      ["Status", inspect(facts.status).replace(/^:/, "")],
      ["Messages waiting", String(facts.messages)],
      ["Trap exits", String(facts.trapsExits)],
      ["Group leader", onOneLine(facts.groupLeader)],
      ["Links", list(facts.links)],
      ["Monitors", list(facts.monitors)],
      ["Monitored by", list(facts.monitoredBy)],
    ],
  ];
  return `\n${style.heading(`# Process ${inspect(pid)}`)}\n${formatPanes([overview], style)}`;
}
