/**
 * Builds dist/: one bundle per entry with shared chunks, so that a user's `import "iex-ts"` and the
 * shell meet in the same runtime, and so that booting reads a few files instead of a hundred.
 * With --types, the declarations too.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const out = join(root, "dist");
const entries = { index: "src/index.ts", testing: "src/testing/index.ts", "iex-ts": "shell/main.ts" };

/** When the newest of these files or folders changed, in milliseconds. */
function newest(...paths) {
  return Math.max(
    ...paths.map((path) => {
      const at = join(root, path);
      const stat = statSync(at);
      return stat.isDirectory()
        ? Math.max(stat.mtimeMs, ...readdirSync(at).map((name) => newest(join(path, name))))
        : stat.mtimeMs;
    }),
  );
}

/** True when dist/ is missing or older than what it is made of. */
export function isStale() {
  const built = join(out, "iex-ts.js");
  return !existsSync(built) || newest("src", "shell", "package.json", "scripts/build.mjs") > statSync(built).mtimeMs;
}

export async function build() {
  const { build: bundle } = await import("esbuild");
  rmSync(join(out, "chunks"), { recursive: true, force: true });
  await bundle({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: out,
    bundle: true,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    format: "esm",
    platform: "node",
    target: "node20",
    // Small ones that every start needs are bundled; what is loaded later, or is big, stays outside.
    external: ["acorn", "eslint-scope", "import-meta-resolve", "magic-string", "oxc-transform", "typescript", "ws", "iex-ts"],
    sourcemap: true,
    keepNames: false,
    logLevel: "warning",
  });
}

export function declarations() {
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "-p", join(root, "tsconfig.build.json")], { cwd: root, stdio: "inherit" });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build();
  if (process.argv.includes("--types")) declarations();
}
