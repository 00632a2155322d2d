import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "@jest/globals";

const root = join(import.meta.dirname, "..");

/** What each room may import: other rooms, packages, and Node.js's modules (`node:*` for all of them). */
const rooms: Record<string, { rooms: string[]; packages: string[] }> = {
  "src/term": { rooms: [], packages: [] },
  "src/etf": { rooms: ["src/term"], packages: ["node:buffer", "node:util", "node:zlib"] },
  "src/process": { rooms: ["src/term"], packages: ["node:async_hooks", "node:v8"] },
  "src/io": { rooms: ["src/process", "src/term"], packages: ["node:events", "node:readline", "node:util"] },
  "src/otp": { rooms: ["src/io", "src/process", "src/term"], packages: [] },
  "src/dist": { rooms: ["src/etf", "src/process", "src/term"], packages: ["node:*", "ws"] },
  "src/code": {
    rooms: ["src/etf", "src/process", "src/term"],
    packages: [
      "node:*",
      "acorn",
      "eslint-scope",
      "estree",
      "import-meta-resolve",
      "magic-string",
      "oxc-transform",
      "typescript",
    ],
  },
  "src/node": {
    rooms: ["src/code", "src/dist", "src/etf", "src/io", "src/otp", "src/process", "src/term"],
    packages: ["node:os"],
  },
  "src/project": { rooms: ["src/index.ts"], packages: ["node:*"] },
  "src/jest": {
    rooms: ["src/index.ts", "src/project"],
    packages: [
      "node:*",
      "@jest/globals",
      "@jest/environment",
      "@jest/reporters",
      "@jest/types",
      "jest-environment-node",
    ],
  },
  "src/testing": { rooms: [], packages: ["node:*"] },
  shell: {
    rooms: ["src/index.ts", "src/jest/options.ts", "src/project"],
    packages: [
      "node:*",
      "acorn",
      "chalk",
      "estree",
      "import-meta-resolve",
      "ink",
      "magic-string",
      "oxc-transform",
      "react",
      "typescript",
    ],
  },
};

/** Modules of Node.js that only some files of a room may import. */
const reserved: Record<string, RegExp> = {
  "node:net": /^src\/dist\/(carriers|epmd|name)\b|^src\/testing\//,
  "node:readline": /^src\/io\/standard-device\.ts$/,
  "node:http": /^src\/dist\/carriers\//,
  ws: /^src\/dist\/carriers\//,
  "node:async_hooks": /^src\/process\/current\.ts$/,
  "node:v8": /^src\/process\/current\.ts$/,
  "node:repl": /^shell\/terminal\/line-editor\.ts$/,
  chalk: /^shell\/style\.ts$/,
  ink: /^shell\/ui\//,
  react: /^shell\/ui\//,
};

interface Import {
  from: string;
  /** A file of the project, relative to its root; or a package. */
  to: string;
}

const files = ["src", "shell"].flatMap((folder) => sources(folder));
const imports = files.flatMap(importsOf);

describe("the rooms", () => {
  it.each(Object.keys(rooms))("%s imports only what its row of the table allows", (room) => {
    const own = imports.filter(({ from }) => roomOf(from) === room);
    expect(own.filter((found) => !isAllowed(room, found)).map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it("leave sockets, terminals and clocks to the files at the edge", () => {
    const astray = imports.filter(({ from, to }) => reserved[to] && !reserved[to].test(from));
    expect(astray.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it("hold every file of src and shell", () => {
    const homeless = files.filter((file) => roomOf(file) === undefined && !/^src\/(index|public)\.ts$/.test(file));
    expect(homeless).toEqual([]);
  });

  it("import each other without cycles", () => {
    expect(cycles()).toEqual([]);
  });
});

describe("a file", () => {
  it("has at most 300 lines of code", () => {
    expect(files.filter((file) => linesOfCode(file) > 300)).toEqual([]);
  });
});

describe("the documents", () => {
  it.each(["ARCHITECTURE.md", "docs/tracing.md"])("%s names only files that exist", (document) => {
    const named = [
      ...readFileSync(join(root, document), "utf8").matchAll(
        /`((?:src|shell|test|docs|bench|scripts|examples)\/[\w./-]+)`/g,
      ),
    ];
    expect(named.length).toBeGreaterThan(0);
    expect(named.map(([, path]) => path!).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

function sources(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (statSync(join(root, path)).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) ? [path] : [];
  });
}

function importsOf(from: string): Import[] {
  const text = codeOf(from);
  const found = text.matchAll(
    /(?:^|\n)(?:import|export)\b[^;"'`]*?\bfrom\s*"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)|(?:^|\n)import\s*"([^"]+)"/g,
  );
  return [...found].map(([, one, two, three]) => ({ from, to: target(from, (one ?? two ?? three)!) }));
}

/** Without comments and, where files of new projects are made, without their texts. */
function codeOf(file: string): string {
  const code = readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  return file.startsWith("src/project/templates/") ? code.replace(/`[^`]*`/g, "") : code;
}

function target(from: string, specifier: string): string {
  if (!specifier.startsWith("."))
    return builtinModules.includes(specifier) ? `node:${specifier}` : packageOf(specifier);
  return relative(root, join(root, dirname(from), specifier)).replace(/\.js$/, ".ts");
}

function packageOf(specifier: string): string {
  if (specifier.startsWith("node:")) return specifier.split("/")[0]!;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function roomOf(file: string): string | undefined {
  return Object.keys(rooms).find((room) => file.startsWith(`${room}/`));
}

function isAllowed(room: string, { to }: Import): boolean {
  const allowed = rooms[room]!;
  if (!/^(src|shell)\//.test(to))
    return allowed.packages.some((name) => name === to || (name === "node:*" && to.startsWith("node:")));
  return to.startsWith(`${room}/`) || allowed.rooms.some((other) => to === other || to.startsWith(`${other}/`));
}

/** Imports at load time that lead back to where they began. */
function cycles(): string[] {
  const edges = new Map(files.map((file) => [file, runtimeImportsOf(file)]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, path: string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(" → "));
    if (done.has(file) || path.includes(file)) return;
    for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}

/** Types are gone at run time, and `import()` comes later: neither makes a cycle. */
function runtimeImportsOf(from: string): string[] {
  const text = codeOf(from);
  const statements = text.matchAll(/(?:^|\n)(?:import|export)\s+(?!type\b)([^;"'`]*?)\bfrom\s*"(\.[^"]+)"/g);
  return [...statements]
    .filter(([, names]) => !/^\{(\s*type\s[^,}]+,?)+\s*\}\s*$/.test(names!))
    .map(([, , specifier]) => target(from, specifier!));
}

function linesOfCode(file: string): number {
  const code = readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  return code.split("\n").filter((line) => line.trim() !== "" && !line.trim().startsWith("//")).length;
}
