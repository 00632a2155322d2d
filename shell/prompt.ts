import { atomName, Node } from "../src/index.js";
import { configuration } from "./configure/configuration.js";

/**
 * The prompt, as iex's: with the node's name once it has one.
 *
 * @param prefix `...` asks for the rest of a text
 */
export function promptText(counter: number, prefix: "iex" | "pry" | "..." = "iex"): string {
  return `${fill(template(prefix), { counter: String(counter), prefix, node: atomName(Node.self()) })} `;
}

function template(prefix: string): string {
  const { defaultPrompt, alivePrompt, continuationPrompt, aliveContinuationPrompt } = configuration();
  const [first, more] = Node.isAlive() ? [alivePrompt, aliveContinuationPrompt] : [defaultPrompt, continuationPrompt];
  return prefix === "..." ? (more ?? first) : first;
}

/** What a prompt may hold; any other text stays. */
function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/%(counter|prefix|node)/g, (_whole, name: string) => values[name]!);
}
