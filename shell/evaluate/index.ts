export { abandonTurn } from "./abandon.js";
export { type Completeness, classify, diagnose, isBreak } from "./completeness.js";
export { warmUp } from "./engines.js";
export {
  createEvaluator,
  type Evaluated,
  type EvaluateOptions,
  type Evaluator,
} from "./evaluate.js";
export { createHistory, type ValueHistory } from "./history.js";
export type { ImportModule } from "./import.js";
export { awaitUnless, Interrupted, inOwnTurn } from "./interrupt.js";
export { shownPath } from "./path.js";
export { SnippetError } from "./problem.js";
export { createScope, type Scope, scopeFor } from "./scope.js";
export { isOwn, mapStack, pruneStack, readableStack } from "./stack.js";
export { formatSyntaxError } from "./syntax-error.js";
export { asTyped } from "./typed-names.js";
