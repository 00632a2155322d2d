import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Application, Code, inProcess } from "../index.js";
import { loadApplication, putEnv, startApplication } from "../project/application.js";
import { type ApplicationSpec, DEFINITION, specOf } from "../project/definition.js";
import { environmentOf } from "../project/environment.js";
import { evaluateConfig, withEnvironment } from "../project/evaluation.js";
import { sourceFiles } from "../project/files.js";
import { atEnd } from "./bridge.js";

/** Runs a file in jest's registry: tests that import it get the same functions. */
const importFile = (path: string): Promise<object> => import(pathToFileURL(path).href);

/**
 * Does for the tests of one file what `iex-ts -S mix` does for a prompt: configures the project,
 * loads its modules, starts its application. A folder without `mix.ts` is no project.
 *
 * @param root the project's folder
 * @throws Error when `mix.ts` or a config file makes no sense, or the application does not start
 */
export async function startProject(root: string): Promise<void> {
  const definition = join(root, DEFINITION);
  if (!existsSync(definition)) return;
  const environment = environmentOf(undefined, process.env.NODE_ENV, "test");
  const spec = specOf({ ...(await withEnvironment(environment, () => importFile(definition))) });
  await inProcess(() => run(root, environment, spec));
}

async function run(root: string, environment: string, spec: ApplicationSpec): Promise<void> {
  loadApplication(spec);
  const config = join(root, "config", "config.ts");
  if (existsSync(config)) putEnv(await evaluateConfig(config, environment, importFile));
  await loadModules(root);
  atEnd(() => Application.stopAll());
  await startApplication(spec.name);
}

async function loadModules(root: string): Promise<void> {
  Code.addSourceRoot(join(root, "src"));
  const files: { path: string; namespace: object }[] = [];
  for (const file of sourceFiles(root))
    files.push({ path: join(root, file), namespace: await importFile(join(root, file)) });
  Code.registerFiles(files);
}
