/** Projects: what `iex-ts new` makes and `iex-ts -S mix` runs. Elixir's Mix. */
export { environmentOf } from "./environment.js";
export { MixError } from "./mix-error.js";
export { createProject, type ProjectPlan, planHere } from "./new.js";
export { compilationProblem, problemText } from "./problem.js";
export { openProject, Project } from "./project.js";
