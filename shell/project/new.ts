import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { boot, IO, inProcess } from "../../src/index.js";
import { createProject, MixError, type ProjectPlan, planHere } from "../../src/project/index.js";
import { parseTaskArgs } from "./arguments.js";
import type { TaskDefinition } from "./tasks.js";

export const newProject: TaskDefinition = {
  signature: "new PATH [--sup] [--module MODULE]",
  summary: "makes a new project",
  details: `Makes a folder with a project in it. The last part of the path is the name of its application:
lower-case letters, digits and underscores, as in p24_chat.

  --sup            makes an application that starts a supervisor
  --module MODULE  the name of its module; P24Chat for p24_chat when left out`,
  run: async (args) => {
    const { values, positionals } = parseTaskArgs("new", args, {
      sup: { type: "boolean" },
      module: { type: "string" },
    });
    const [path, ...others] = positionals;
    if (path === undefined || others.length > 0)
      throw new MixError('Expected PATH to be given, please use "iex-ts new PATH"');
    const folder = resolve(path);
    const plan = planHere(basename(folder), {
      sup: values.sup ?? false,
      ...(values.module === undefined ? {} : { module: values.module }),
    });
    const system = existsSync(folder) && process.stdin.isTTY ? boot() : undefined;
    try {
      await make(path, plan);
    } finally {
      system?.restore();
    }
    process.stdout.write(farewell(path));
    return 0;
  },
};

async function make(path: string, plan: ProjectPlan): Promise<void> {
  const folder = resolve(path);
  const question = `The directory ${JSON.stringify(path)} already exists. Are you sure you want to continue? [Yn] `;
  if (existsSync(folder) && !(await isConfirmed(question)))
    throw new MixError("Please select another directory for installation");
  await createProject(folder, plan, {
    print: (line) => void process.stdout.write(`${line}\n`),
    overwrites: (file) => isConfirmed(`${join(path, file)} already exists, overwrite? [Yn] `),
  });
}

/** Nobody can answer through a pipe: then it is a no. */
async function isConfirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    process.stdout.write(`${question}\n`);
    return false;
  }
  const answer = await inProcess(() => IO.gets(question));
  return typeof answer === "string" && /^\s*(y(es)?)?\s*$/i.test(answer);
}

function farewell(path: string): string {
  return `
Your Mix project was created successfully.
You can use "iex-ts" to compile it, test it, and more:

    cd ${path}
    iex-ts -S mix

Its tests need jest:

    npm install
    iex-ts test

Run "iex-ts help" for more commands.
`;
}
