/**
 * `npm run matrix [-- 22 24]`: runs the suite on several releases of Node.js. They are installed
 * into .nodes/, never as dependencies: a dependency named `node` would take over `npm test`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { root, say } from "./prepare.mjs";

const releases = process.argv.length > 2 ? process.argv.slice(2) : ["20", "22", "24", "26"];
const results = releases.map((release) => [release, runOn(release)]);
for (const [release, ok] of results) say(`Node.js ${release}: ${ok ? "passed" : "FAILED"}`);
process.exit(results.every(([, ok]) => ok) ? 0 : 1);

function runOn(release) {
  const bin = binOf(release);
  if (!bin) return false;
  say(`running the tests on Node.js ${release}`);
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  return spawnSync("node", [join(root, "scripts", "test.mjs")], { cwd: root, env, stdio: "inherit" }).status === 0;
}

/** The folder with that release's `node`, installed when it is not there. */
function binOf(release) {
  const home = join(root, ".nodes", release);
  const name = `node-${process.platform}-${process.arch}`;
  const bin = join(home, "node_modules", name, "bin");
  if (existsSync(bin)) return bin;
  say(`installing Node.js ${release} into .nodes/`);
  mkdirSync(home, { recursive: true });
  const { status } = spawnSync("npm", ["install", "--no-save", "--prefix", home, `${name}@${release}`], {
    stdio: ["ignore", 2, 2],
  });
  if (status === 0 && existsSync(bin)) return bin;
  say(`Node.js ${release} could not be installed`);
  return undefined;
}
