import { Node } from "../src/index.js";

/** The prompt, as iex's: with the node's name once it has one. */
export function promptText(counter: number, prefix: "iex" | "..." = "iex"): string {
  return Node.isAlive() ? `${prefix}(${String(Symbol.keyFor(Node.self()))})${counter}> ` : `${prefix}(${counter})> `;
}
