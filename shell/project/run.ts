import { existsSync } from "node:fs";
import { resolve } from "node:path";
import * as library from "../../src/index.js";
import { MixError, type Project } from "../../src/project/index.js";
import { joinCode } from "../command-line.js";
import { createEvaluator, createScope, formatSyntaxError, SnippetError } from "../evaluate/index.js";
import { parseTaskArgs } from "./arguments.js";
import { inProject } from "./in-project.js";
import { isDone } from "./open.js";
import type { TaskDefinition } from "./tasks.js";

export const run: TaskDefinition = {
  signature: "run [-e CODE] [--no-halt] [FILE [ARGUMENTS]]",
  summary: "starts the application and runs a file or code",
  details: `Compiles the project, starts its application, and runs the code and the file that are given. The
end of these is the end of the application.

  -e, --eval CODE  runs this; may be repeated
  --no-halt        goes on until it is interrupted
  --env ENV        dev (when left out), test or prod

With -S mix in front a shell opens afterwards: iex-ts -S mix run FILE.`,
  run: (args, options) => {
    const { values } = readArguments(args);
    return inProject({ ...options, environment: values.env ?? options.environment }, async (project) => {
      if (!(await isDone(() => project.start(), project.root))) return 1;
      const status = await runScripts(args, project);
      if (status === 0 && values["no-halt"]) await interrupted();
      return status;
    });
  },
};

/**
 * Runs what the arguments of `run` name. For the body of a process.
 *
 * @returns the exit status: 1 when something failed, which has been told
 */
export async function runScripts(args: readonly string[], project: Project): Promise<number> {
  const { values, file, rest } = readArguments(args);
  const path = file === undefined ? undefined : resolve(file);
  const ran = await isDone(async () => {
    if (path !== undefined && !existsSync(path)) throw new MixError(`No such file: ${file}`);
    for (const code of values.eval ?? []) await evaluate(code, project);
    if (path === undefined) return;
    process.argv = [process.argv[0]!, path, ...rest];
    await library.Code.importFile(path, project.root);
  }, project.root);
  return ran ? 0 : 1;
}

/** What follows the file is for the file. */
function readArguments(args: readonly string[]) {
  const options = {
    eval: { type: "string", short: "e", multiple: true },
    "no-halt": { type: "boolean" },
    env: { type: "string" },
  } as const;
  const at = args.findIndex(
    (argument, i) => !argument.startsWith("-") && !/^(-e|--eval|--env)$/.test(args[i - 1] ?? ""),
  );
  const own = at < 0 ? args : args.slice(0, at);
  const [file, ...rest] = at < 0 ? [] : args.slice(at);
  return { values: parseTaskArgs("run", joinCode(own), options).values, file, rest };
}

async function evaluate(code: string, project: Project): Promise<void> {
  const scope = createScope({ builtins: { ...library, ...project.modules() } });
  const importModule = (specifier: string) => library.Code.importFromHere(specifier) as Promise<object>;
  try {
    await createEvaluator({ scope, importModule }).evaluate(code, 1);
  } catch (error) {
    if (error instanceof SnippetError)
      throw new SyntaxError(
        formatSyntaxError(error.problem, code, 1)
          .join("\n")
          .replace(/^\*\* \(\w+\) /, ""),
      );
    throw error;
  }
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    // A promise alone does not keep Node.js running.
    const awake = setInterval(() => {}, 2 ** 30);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.once(signal, () => {
        clearInterval(awake);
        resolve();
      });
  });
}
