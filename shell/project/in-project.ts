import { boot, inProcess, Node } from "../../src/index.js";
import { environmentOf, type Project } from "../../src/project/index.js";
import { joinCluster, watchErrors } from "../node.js";
import type { Options } from "../options.js";
import { prepare } from "./open.js";

interface ProjectOptions extends Omit<Options, "environment"> {
  environment?: string | undefined;
  force?: boolean | undefined;
}

/**
 * Runs a task in the project of the current folder, once it is configured and compiled, on a node of
 * its own without a shell.
 *
 * @param work runs as a process; gives the exit status
 * @returns that, or 1 when the project cannot be compiled
 */
export async function inProject(
  { force, environment, ...options }: ProjectOptions,
  work: (project: Project) => number | Promise<number>,
): Promise<number> {
  const system = boot();
  let project: Project | undefined;
  try {
    watchErrors();
    await joinCluster(options);
    return await inProcess(async () => {
      project = await prepare(
        () => environmentOf(environment, process.env.NODE_ENV),
        force === undefined ? {} : { force },
      );
      return project ? work(project) : 1;
    });
  } finally {
    await project?.stop();
    await Node.stop();
    system.restore();
  }
}
