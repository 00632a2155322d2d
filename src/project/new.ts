import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { installedAt, type Package, readPackage } from "./installed.js";
import { checkAppName, checkModuleName, fileOfModule, moduleOfApp } from "./names.js";
import { application, hello } from "./templates/code.js";
import { configFile, environmentFile } from "./templates/config.js";
import { definition, gitignore, jestConfig, packageJson, readme, tsconfig } from "./templates/project.js";
import { helloTest, testHelper } from "./templates/test.js";

export interface NewOptions {
  /** Makes an application with a supervisor. */
  readonly sup?: boolean;
  /** The name of its module; made from that of the application when left out. */
  readonly module?: string;
}

/** What a new project is called, and the path and text of each of its files, in order. */
export interface ProjectPlan {
  readonly app: string;
  readonly module: string;
  readonly files: readonly (readonly [path: string, text: string])[];
}

/** What the texts of the files depend on. */
export interface Names {
  readonly app: string;
  readonly module: string;
  /** Where the file of the module is, without its extension: `p24_chat`. */
  readonly file: string;
  readonly sup: boolean;
}

/**
 * Says which files a new project has.
 *
 * @param app its name
 * @param installed where the `iex-ts` is that runs, and its package.json
 * @throws Error for a name that cannot be one
 */
export function planProject(
  app: string,
  { sup = false, module }: NewOptions,
  installed: { folder: string; package: Package },
): ProjectPlan {
  checkAppName(app);
  const name = module ?? moduleOfApp(app);
  checkModuleName(name);
  const names: Names = { app, module: name, file: fileOfModule(name), sup };
  return { app, module: name, files: filesOf(names, installed) };
}

function filesOf(names: Names, installed: { folder: string; package: Package }): [string, string][] {
  const { file, sup } = names;
  return [
    ["README.md", readme(names)],
    [".gitignore", gitignore()],
    ["package.json", packageJson(names, installed)],
    ["tsconfig.json", tsconfig()],
    ["jest.config.ts", jestConfig()],
    ["mix.ts", definition(names)],
    ["config/config.ts", configFile()],
    ...["dev", "test", "prod"].map((environment): [string, string] => [
      `config/${environment}.ts`,
      environmentFile(names),
    ]),
    [`src/${file}.ts`, hello(names)],
    ...(sup ? [[`src/${file}/application.ts`, application(names)] as [string, string]] : []),
    ["test/test-helper.ts", testHelper()],
    [`test/${file}.test.ts`, helloTest(names)],
  ];
}

/** What making a project tells and asks. */
export interface Dialogue {
  /** Told of each file and folder, in mix's words. */
  print(line: string): void;
  /** Whether a file that is there with another text may be replaced. */
  overwrites(path: string): boolean | Promise<boolean>;
}

/**
 * Makes a project in a folder of its own, which may exist.
 *
 * @param folder absolute; its last part is the name of the application
 */
export async function createProject(folder: string, plan: ProjectPlan, { print, overwrites }: Dialogue): Promise<void> {
  const made = new Set(["."]);
  for (const [path, text] of plan.files) {
    for (const parent of parents(path)) {
      if (made.has(parent)) continue;
      made.add(parent);
      print(`* creating ${parent}`);
    }
    print(`* creating ${path}`);
    const file = join(folder, path);
    if (hasOtherText(file, text) && !(await overwrites(path))) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function hasOtherText(file: string, text: string): boolean {
  return existsSync(file) && readFileSync(file, "utf8") !== text;
}

/** The folders that a path is in, the outermost first: those of a module below another one not said to be made. */
function parents(path: string): string[] {
  const [top] = path.split("/");
  return path.includes("/") ? [top!] : [];
}

/** The plan of a project that uses the `iex-ts` that runs. */
export function planHere(app: string, options: NewOptions): ProjectPlan {
  const folder = installedAt();
  return planProject(app, options, { folder, package: readPackage(folder) });
}
