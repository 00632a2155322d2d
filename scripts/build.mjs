/**
 * Builds dist/: one bundle per entry with shared chunks, so that a user's `import "iex-ts"` and the
 * shell meet in the same runtime, and so that booting reads a few files instead of a hundred.
 * With --types, the declarations too.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const out = join(root, "dist");
const library = join(root, "src/index.ts");
const shell = join(root, "shell/run.ts");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

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

/**
 * What is imported later may import the whole library, or the whole shell, which are there by then.
 * Otherwise each mixture of importers would get a chunk of its own, and a start reads as many files.
 */
const oneRuntime = {
  name: "one-runtime",
  setup({ onResolve, onLoad, resolve }) {
    onResolve({ filter: /^\.|^(chalk|ws)$/ }, async ({ kind, path, importer, resolveDir, pluginData }) => {
      if (kind !== "dynamic-import" || pluginData === "real") return undefined;
      const real = await resolve(path, { kind, resolveDir, pluginData: "real" });
      const present = importer.startsWith(join(root, "shell/")) ? shell : library;
      return { path: real.path, namespace: "later", pluginData: { present } };
    });
    onLoad({ filter: /./, namespace: "later" }, ({ path, pluginData: { present } }) => ({
      contents: `import ${JSON.stringify(present)}; export * from ${JSON.stringify(path)};`,
      resolveDir: root,
    }));
  },
};

/** Packages that take Node.js's modules by `require` get them; those for secure connections, which nobody opens, on use. */
const required = {
  name: "required",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ kind, path }) =>
      kind === "require-call" && isBuiltin(path) ? { path, namespace: "required" } : undefined,
    );
    onLoad({ filter: /./, namespace: "required" }, ({ path }) => {
      const module = `process.getBuiltinModule(${JSON.stringify(path)})`;
      const later = ["https", "tls", "zlib"].includes(path);
      return {
        contents: `module.exports = ${later ? `new Proxy({}, { get: (_, name) => ${module}[name] })` : module};`,
      };
    });
  },
};

/** What React checks for its developers would cost every screen half a second. */
const production = {
  name: "production",
  setup({ onLoad }) {
    onLoad({ filter: /node_modules\/(react|react-reconciler|scheduler)\/[\w-]+\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll("process.env.NODE_ENV", '"production"'),
    }));
  },
};

const common = {
  absWorkingDir: root,
  outdir: out,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  define: { "process.env.IEX_TS_VERSION": JSON.stringify(version) },
  sourcemap: true,
  // Less to read and to parse. Names stay: they are what crashes show.
  minifyWhitespace: true,
  lineLimit: 160,
  logLevel: "warning",
};

export async function build() {
  const { build: bundle } = await import("esbuild");
  const { metafile } = await bundle({
    ...common,
    metafile: true,
    entryPoints: {
      index: library,
      run: shell,
      shell: "shell/index.ts",
      config: "src/project/config.ts",
      jest: "src/jest/index.ts",
    },
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    // Small ones are bundled; what is loaded after the prompt, or is big, stays outside.
    external: ["@jest/globals", "eslint-scope", "oxc-transform", "react-devtools-core", "typescript", "iex-ts"],
    plugins: [oneRuntime, required, production],
  });
  // These share nothing with the runtime, and so need not wait for it.
  await bundle({
    ...common,
    entryPoints: {
      testing: "src/testing/index.ts",
      "iex-ts": "shell/main.ts",
      "jest-preset": "src/jest/preset.ts",
      "jest-environment": "src/jest/environment.ts",
      "jest-reporter": "src/jest/reporter.ts",
      "type-service": "shell/types/worker.ts",
    },
    external: ["./run.js", "iex-ts", "jest-environment-node", "typescript"],
  });
  removeChunksBut(Object.keys(metafile.outputs));
  writeFileSync(join(out, "THIRD-PARTY.txt"), licenses(Object.keys(metafile.inputs)));
}

/** Chunks of earlier builds go last, so that a node which starts meanwhile finds all of its own. */
function removeChunksBut(outputs) {
  const kept = new Set(outputs.map((path) => basename(path)));
  for (const name of readdirSync(join(out, "chunks"))) if (!kept.has(name)) rmSync(join(out, "chunks", name));
}

/** The licences of the packages that the bundle contains. */
function licenses(inputs) {
  const packages = new Set(inputs.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []));
  return [...packages]
    .sort()
    .map((name) => `${name}\n\n${licenseOf(name)}\n`)
    .join("\n");
}

function licenseOf(name) {
  const folder = join(root, "node_modules", name);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return file
    ? readFileSync(join(folder, file), "utf8")
    : JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).license;
}

export function declarations() {
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "-p", join(root, "tsconfig.build.json")], { cwd: root, stdio: "inherit" });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build();
  if (process.argv.includes("--types")) declarations();
}
