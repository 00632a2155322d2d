import { type Expansion, expand } from "../../../shell/complete/index.js";
import type { Prompt } from "../../../shell/complete/resolve.js";
import { createHistory, createScope } from "../../../shell/evaluate/index.js";
import * as library from "../../../src/index.js";

/** A prompt with these bindings. */
export function promptWith(bindings: Record<string, unknown> = {}, helpers: Record<string, unknown> = {}): Prompt {
  const scope = createScope({ builtins: { ...library, ...helpers } });
  for (const [name, value] of Object.entries(bindings)) scope.declare("const", name, value);
  return { scope, history: createHistory() };
}

/** What Tab does after that text. */
export function tab(before: string, prompt: Prompt = promptWith()): Expansion {
  return expand(before, prompt);
}
