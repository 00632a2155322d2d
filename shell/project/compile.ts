import { parseTaskArgs } from "./arguments.js";
import { inProject } from "./in-project.js";
import type { TaskDefinition } from "./tasks.js";

export const compile: TaskDefinition = {
  signature: "compile [--force] [--env ENV]",
  summary: "compiles what has changed in the project",
  details: `Compiles the files below src/ that have changed since the last time and loads all modules, so that
what fails when it is loaded fails here. Starts nothing.

  --force    compiles everything
  --env ENV  dev (when left out), test or prod`,
  run: (args, options) => {
    const { values } = parseTaskArgs("compile", args, { force: { type: "boolean" }, env: { type: "string" } });
    return inProject({ ...options, environment: values.env ?? options.environment, force: values.force }, () => 0);
  },
};
