import { binaryToTerm, Code, termToBinary } from "iex-ts";
import type { Figure, Sampler } from "../figure.js";
import { asOfPrompt } from "../prompt-function.js";

const TIMES = 1000;

export const shipping: Figure = {
  name: "shipping",
  title: "shipping a warm function out of any code",
  unit: "ms",
  better: "less",
  sides: { ours: () => ship(closure()) },
  budgets: [{ limit: 1 }],
};

export const shippingFromPrompt: Figure = {
  name: "shipping-prompt",
  title: "shipping a warm function of the prompt",
  unit: "ms",
  better: "less",
  sides: {
    ours: () => {
      const sources = { greet: "(times) => helper(who, times)", helper: "(name, times) => name.repeat(times)" };
      const variables: Record<string, unknown> = { who: "you" };
      const made = asOfPrompt(Code.addScopeProvider, sources, variables);
      Object.assign(variables, made);
      return ship(made.greet as (times: number) => string);
    },
  },
  budgets: [{ limit: 0.1 }],
};

function closure(): (times: number) => string {
  const who = process.argv.length > 0 ? "you" : "";
  const helper = (name: string, times: number): string => name.repeat(times);
  return (times) => helper(who, times);
}

/** There and back: captured, encoded, decoded, made into a function again. */
function ship(fun: (times: number) => string): Sampler {
  const there = binaryToTerm(termToBinary(fun)) as (times: number) => string;
  if (there(2) !== "youyou") throw new Error("The function that was shipped does something else");
  return async () => {
    let took = 0;
    for (let i = 0; i < TIMES; i++) {
      const start = performance.now();
      binaryToTerm(termToBinary(fun));
      took += performance.now() - start;
      // As between two lines at a prompt: the event loop has its turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return took / TIMES;
  };
}
