import type { Pid } from "../src/index.js";
import type { PryRequest } from "./pry/request.js";

/**
 * What server and evaluator say to each other. The tags are private symbols, so that nothing else
 * in the evaluator's mailbox is taken for one of them.
 */
const EVALUATE = Symbol("evaluate");
const SERVER = Symbol("server");

/** To the evaluator: evaluate this text, which stands at that prompt. */
export interface Evaluate {
  readonly tag: typeof EVALUATE;
  readonly text: string;
  /** The file to evaluate instead. */
  readonly file?: string | undefined;
  readonly counter: number;
  /** True for texts that nobody typed: their values are not printed. */
  readonly quiet: boolean;
  /** Aborts at Ctrl+C. */
  readonly interrupt: AbortSignal;
}

/** To the server. */
export type ToServer = { readonly tag: typeof SERVER } & (
  | { type: "line"; reader: Pid; line: string | null }
  | { type: "interrupted"; reader: Pid }
  | { type: "withdrawn"; reader: Pid }
  | { type: "evaluated"; request: Evaluate; ok: boolean }
  | { type: "interrupt"; during: "busy" | "idle" | "typing" }
  /** What the evaluator was at has been ended from outside: nobody else will tell. */
  | { type: "abandoned" }
  | { type: "respawn" }
  | { type: "continue" }
  | { type: "pry"; request: PryRequest }
  | { type: "answer"; reader: Pid; line: string | null }
  | { type: "leave"; code: number }
);

type Body = ToServer extends infer T ? (T extends unknown ? Omit<T, "tag"> : never) : never;

export const evaluateMessage = (body: Omit<Evaluate, "tag">): Evaluate => ({ tag: EVALUATE, ...body });
export const serverMessage = (body: Body): ToServer => ({ tag: SERVER, ...body }) as ToServer;

export function isEvaluate(message: unknown): message is Evaluate {
  return (message as { tag?: unknown } | null)?.tag === EVALUATE;
}

export function isToServer(message: unknown): message is ToServer {
  return (message as { tag?: unknown } | null)?.tag === SERVER;
}
