import { applyNamed } from "../../process/index.js";
import { type Atom, atom, atomName, localOrigin, nameToAtom, type TupleOf, tuple } from "../../term/index.js";
import { call } from "../gen.js";
import { castTerm } from "./client.js";
import { requestTerm } from "./request.js";

type Name = string | Atom;
type Nodes = readonly Name[];

/**
 * Calls the servers of one name on several nodes at the same time (`GenServer.multi_call/4`).
 *
 * @param call the nodes, all connected ones and this one when left out; the name; the request with
 *   its arguments
 * @returns `{[{node, reply}, …], [badNode, …]}`: bad is a node without the server, or that is lost
 * @example
 * const [replies, bad] = await GenServer.multiCall("Counter", "get");
 * await GenServer.multiCall(["you@localhost"], "Counter", "add", 3);
 */
export async function multiCall(
  ...call: MultiCall
): Promise<TupleOf<[replies: TupleOf<[Atom, unknown]>[], badNodes: Atom[]]>> {
  const { nodes, name, request } = parsed(call);
  const answers = await Promise.all(nodes.map((node) => ask(node, name, request)));
  const replies = nodes.flatMap((node, i) => (answers[i] ? [tuple(node, answers[i].reply)] : []));
  return tuple(
    replies,
    nodes.filter((_, i) => !answers[i]),
  );
}

/**
 * Sends a cast to the servers of one name on several nodes (`GenServer.abcast/3`).
 *
 * @returns `:abcast`, also where there is no such server
 */
export function abcast(...call: MultiCall): symbol {
  const { nodes, name, request } = parsed(call);
  for (const node of nodes) castTerm([name, atomName(node)], request);
  return atom.abcast!;
}

type MultiCall = [nodes: Nodes, name: Name, ...request: unknown[]] | [name: Name, ...request: unknown[]];

function parsed(call: MultiCall): { nodes: Atom[]; name: Name; request: unknown } {
  const [nodes, [name, request, ...args]] = (
    Array.isArray(call[0]) ? [call[0], call.slice(1)] : [everyNode(), call]
  ) as [Nodes, [Name, unknown, ...unknown[]]];
  return {
    nodes: nodes.map((node) => (typeof node === "string" ? atom(node) : node)),
    name,
    request: requestTerm(request, args),
  };
}

function everyNode(): Nodes {
  const others = applyNamed(nameToAtom("Node"), atom("list"), []) as Nodes;
  return [atom(localOrigin.node), ...others];
}

async function ask(node: Atom, name: Name, request: unknown): Promise<{ reply: unknown } | undefined> {
  try {
    return { reply: await call([name, atomName(node)], atom.$gen_call!, request, Number.POSITIVE_INFINITY) };
  } catch {
    return undefined;
  }
}
