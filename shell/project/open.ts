import { IO, inProcess } from "../../src/index.js";
import { compilationProblem, environmentOf, openProject, type Project, problemText } from "../../src/project/index.js";
import type { Options } from "../options.js";
import { nameFrames } from "./frames.js";

/**
 * From the current folder to a project that runs, telling on the way what mix tells.
 *
 * @returns undefined when it cannot run; what is wrong has been told
 */
export function openForShell({
  environment,
  task,
}: Pick<Options, "environment" | "task">): Promise<Project | undefined> {
  return inProcess(async () => {
    const project = await prepare(() => environmentOf(environment, process.env.NODE_ENV));
    if (!project || !(await isDone(() => project.start(), project.root))) return undefined;
    if (!task) return project;
    const { runScripts } = await import("./run.js");
    if ((await runScripts(task.args, project)) === 0) return project;
    await project.stop();
    return undefined;
  });
}

/**
 * Opens, configures and compiles the project of the current folder. For the body of a process.
 *
 * @param environment asked for the name of the environment
 * @returns undefined when that fails; what is wrong has been told
 */
export async function prepare(environment: () => string, { force = false } = {}): Promise<Project | undefined> {
  const root = process.cwd();
  let project: Project | undefined;
  const opened = await isDone(async () => {
    project = await openProject(root, environment());
    nameFrames(project);
    project.whenTerminated(() => setTimeout(() => process.exit(1), LOGGED));
    await project.configure();
  }, root);
  if (!project || !opened) return undefined;
  try {
    await project.compile({ force, print: (line) => IO.puts(line) });
    return project;
  } catch (error) {
    await IO.puts(compilationProblem(error, root));
    return undefined;
  }
}

/** @returns false when it throws; the error has been told */
export async function isDone(work: () => unknown, root: string): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    await IO.puts("stderr", problemText(error, root));
    return false;
  }
}

/** By then what was logged has been handed from process to process and printed, in milliseconds. */
const LOGGED = 50;
