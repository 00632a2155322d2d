import { MixError } from "./mix-error.js";

/** What Node.js's tools call the environments. */
const NODE_NAMES: Readonly<Record<string, string>> = { development: "dev", production: "prod" };

/**
 * The environment that a project runs in: which of its config files count, and where its compiled
 * files are.
 *
 * @param given what the command line asks for
 * @param nodeEnv the variable `NODE_ENV`: `development` means `dev`, `production` means `prod`
 * @param fallback where neither says anything
 * @throws MixError for what cannot be the name of an environment
 * @example
 * environmentOf(undefined, "production"); // "prod"
 */
export function environmentOf(given: string | undefined, nodeEnv: string | undefined, fallback = "dev"): string {
  const name = given ?? (nodeEnv ? (NODE_NAMES[nodeEnv] ?? nodeEnv) : fallback);
  if (/^[a-z][a-z0-9_]*$/.test(name)) return name;
  const where = given === undefined ? "NODE_ENV" : "--env";
  throw new MixError(
    `Cannot use the environment ${JSON.stringify(name)} of ${where}: give lower-case letters, as in dev, test or prod`,
  );
}
