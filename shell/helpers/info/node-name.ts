import { atomName, Node } from "../../../src/index.js";
import type { Card } from "./card.js";

/** What is known of a node, where a text has the form of a node's name. */
export function nodeLines(text: string): Card {
  return NAME.test(text) ? [["Node", describe(text)]] : [];
}

const NAME = /^[^\s@]+@[^\s@]+$/;

function describe(name: string): string {
  if (name === atomName(Node.self())) return "This is the name of this node.";
  const connected = Node.list("connected").some((node) => atomName(node) === name);
  return `This has the form of a node's name. It is ${connected ? "" : "not "}connected with this node.`;
}
