/** `npm run bench -- OPTIONS FIGURES`: builds, copies the result out of the way of later builds, and measures that. */
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, isStale } from "./build.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
if (isStale()) await build();

// A package of the same name below node_modules: what it imports is found, and itself by its name.
const cache = join(root, "node_modules", ".cache");
mkdirSync(cache, { recursive: true });
const copy = mkdtempSync(join(cache, "iex-ts-bench-"));
process.once("exit", () => rmSync(copy, { recursive: true, force: true }));
cpSync(join(root, "package.json"), join(copy, "package.json"));
cpSync(join(root, "dist"), join(copy, "dist"), { recursive: true });
cpSync(join(root, "bench", "beam"), join(copy, "beam"), { recursive: true });

const { build: bundle } = await import("esbuild");
await bundle({
  absWorkingDir: root,
  entryPoints: ["main", "side", "node", "echo"].map((name) => `bench/${name}.ts`),
  outdir: join(copy, "bench"),
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  packages: "external",
  tsconfigRaw: {},
  logLevel: "warning",
});

const bench = spawn(process.execPath, [join(copy, "bench", "main.js"), ...process.argv.slice(2)], { stdio: "inherit" });
// A terminal's Ctrl+C reaches the bench too, which tidies up first.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => bench.kill(signal));
bench.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
