export { BREAK, type Classified, type Completeness, classify, diagnose, isBreak } from "./completeness.js";
export { warmUp } from "./engines.js";
export {
  createEvaluator,
  type Evaluated,
  type EvaluateOptions,
  type Evaluator,
  type EvaluatorOptions,
} from "./evaluate.js";
export { createHistory, type ValueHistory } from "./history.js";
export type { ImportModule } from "./import.js";
export { Interrupted } from "./interrupt.js";
export { snippets, stripPrompts } from "./paste.js";
export { type Problem, SnippetError } from "./problem.js";
export { type BindingKind, createScope, type FunctionScope, type Scope, scopeFor } from "./scope.js";
export { continuesLastValue } from "./snippet.js";
export { type Frame, mapStack, pruneStack } from "./stack.js";
export { formatSyntaxError } from "./syntax-error.js";
