/**
 * What has to be there before anything runs: the dependencies and the build. Says what it does.
 * As npm's `prepare` script it builds the package with its declarations, so that
 * `npm install -g .` and `npm link` work in a fresh clone.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Installs and builds where that is needed; ends the process with a message where it fails. */
export async function prepare() {
  checkNode();
  if (!isInstalled()) install();
  const { build, isStale } = await import("./build.mjs");
  if (!isStale()) return;
  say("building dist/");
  await build();
}

export function say(text) {
  process.stderr.write(`iex-ts: ${text}\n`);
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  say(`Node.js 20.19 or later is needed, this is ${process.version}: install a newer one from https://nodejs.org`);
  process.exit(1);
}

/** True when node_modules/ holds what package-lock.json asks for, as far as npm's own note tells. */
function isInstalled() {
  const note = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(note)) return false;
  const lock = join(root, "package-lock.json");
  return statSync(lock).mtimeMs <= statSync(note).mtimeMs || sameVersions(lock, note);
}

function sameVersions(lock, note) {
  const wanted = JSON.parse(readFileSync(lock, "utf8")).packages;
  const present = JSON.parse(readFileSync(note, "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === "" || optional || present[path]?.version === version,
  );
}

function install() {
  say("installing dependencies (npm install)");
  // Not `npm ci`: it refuses a lock file that does not know the binaries of every other platform.
  const { status } = spawnSync("npm", ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    env: here(process.env),
    shell: process.platform === "win32",
  });
  if (status === 0) return;
  say("npm install failed: what it printed above says why");
  process.exit(1);
}

/** Under `npm install -g .` npm would install into its global folder again. */
function here(env) {
  const elsewhere = ["npm_config_global", "npm_config_prefix", "npm_config_local_prefix", "npm_config_location"];
  return Object.fromEntries(Object.entries(env).filter(([name]) => !elsewhere.includes(name)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await prepare();
  const { declarations } = await import("./build.mjs");
  say("writing declarations");
  declarations();
}
