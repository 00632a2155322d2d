/** `npm run bench -- OPTIONS FIGURES`: builds, bundles bench/ into a folder that goes away again, and runs it. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, isStale } from "./build.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
if (isStale()) await build();
const out = mkdtempSync(join(tmpdir(), "iex-ts-bench-code-"));
process.once("exit", () => rmSync(out, { recursive: true, force: true }));

/** What is measured is the built library, as a user has it, not a copy inside the bundle. */
const external = {
  "iex-ts": join(root, "dist", "index.js"),
  ws: join(dirname(createRequire(import.meta.url).resolve("ws")), "wrapper.mjs"),
};

const { build: bundle } = await import("esbuild");
await bundle({
  absWorkingDir: root,
  entryPoints: ["main", "side", "node", "echo"].map((name) => `bench/${name}.ts`),
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  logLevel: "warning",
  plugins: [
    {
      name: "built-library",
      setup: ({ onResolve }) =>
        onResolve({ filter: /^(iex-ts|ws)$/ }, ({ path }) => ({
          path: pathToFileURL(external[path]).href,
          external: true,
        })),
    },
  ],
});
writeFileSync(join(out, "package.json"), '{ "type": "module" }\n');

const bench = spawn(process.execPath, [join(out, "main.js"), ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, IEX_TS_ROOT: root },
});
// The bench gets a terminal's Ctrl+C itself, and tidies up.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => bench.kill(signal));
bench.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
