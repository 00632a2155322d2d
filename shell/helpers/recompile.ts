import { ArgumentError, atom, IO, inspect } from "../../src/index.js";
import type { Project } from "../../src/project/index.js";
import type { Session } from "../session.js";
import type { Helper } from "./helper.js";

export const recompile: Helper = {
  signature: "recompile(options?)",
  summary: "compiles and loads what has changed in the project",
  details: `Needs a shell that was started in a project, with iex-ts -S mix. Files that have changed are compiled
and loaded again, with all files that import them; their variables begin anew. Processes go on with
the functions they run, and later calls find the new ones. Gives :ok, :noop when nothing has changed,
or :error: then everything stays as it was. recompile({ force: true }) does so with all files.`,
  make: (session) => async (options?: unknown) => {
    const { project, style } = session;
    const force = isForced(options);
    const refusal = whyNot(project);
    if (refusal === undefined) return compile(project as Project, session, force);
    await IO.puts(style.error(refusal));
    return atom.error;
  },
};

function isForced(options: unknown = {}): boolean {
  const names = typeof options === "object" && options !== null ? Object.keys(options) : undefined;
  const { force = false } = (options ?? {}) as { force?: unknown };
  if (names?.every((name) => name === "force") && typeof force === "boolean") return force;
  throw new ArgumentError(
    `could not tell how to recompile: ${inspect(options, { limit: 5 })} is not an option, the only one is { force: true }`,
  );
}

function whyNot(project: Project | undefined): string | undefined {
  if (!project) return "Mix is not running. Please start IEx with: iex-ts -S mix";
  if (process.cwd() !== project.root) return "Cannot recompile because the current working directory changed";
  return undefined;
}

async function compile(project: Project, { builtins, scope, style }: Session, force: boolean): Promise<symbol> {
  try {
    const before = Object.keys(project.modules());
    const done = await project.compile({ force, print: (line) => IO.puts(line) });
    const modules = project.modules();
    for (const name of before.filter((known) => !Object.hasOwn(modules, known))) {
      delete builtins[name];
      scope.withdraw(name);
    }
    for (const [name, module] of Object.entries(modules)) {
      builtins[name] = module;
      scope.provide(name, module);
    }
    return atom(done);
  } catch (error) {
    const { compilationProblem } = await import("../../src/project/index.js");
    await IO.puts(style.error(`${compilationProblem(error, project.root)}\n`));
    return atom("error");
  }
}
