import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Texts } from "./files.js";
import { isPlain } from "./merge.js";

/** What a project was when it was compiled last. */
export interface Manifest {
  /** Which compiler it was. */
  readonly compiler: string;
  /** Digests of `mix.ts` and of all config files. */
  readonly definition: string;
  readonly config: string;
  /** Path → digest of the text, for every file that was loaded. */
  readonly files: Readonly<Record<string, string>>;
  /** The names of the modules that the files define. */
  readonly modules: readonly string[];
}

/** What has happened to the files since. */
export interface Changes {
  /** New files, and those with another text. */
  readonly stale: readonly string[];
  readonly removed: readonly string[];
  /** Whether everything has to be compiled, whatever the files say. */
  readonly all: boolean;
  /** Whether what is known of the application as a whole has changed. */
  readonly application: boolean;
}

type Current = Pick<Manifest, "compiler" | "definition" | "config" | "files">;

/** Compares a project with its manifest; there is none before the first time. */
export function changesSince(before: Manifest | undefined, now: Current): Changes {
  const all = before === undefined || before.compiler !== now.compiler || before.config !== now.config;
  const known = before?.files ?? {};
  return {
    stale: Object.keys(now.files).filter((path) => all || known[path] !== now.files[path]),
    removed: Object.keys(known).filter((path) => !(path in now.files)),
    all,
    application: all || before.definition !== now.definition,
  };
}

/** True when nothing has to be done. */
export function isUnchanged({ stale, removed, application }: Changes): boolean {
  return stale.length === 0 && removed.length === 0 && !application;
}

/** `Compiling 3 files (.ts)` */
export function compiling(count: number): string {
  return `Compiling ${count} ${count === 1 ? "file" : "files"} (.ts)`;
}

export function digest(...texts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(`${text.length}:`).update(text);
  return hash.digest("hex").slice(0, 40);
}

/** One digest for several files and their names. */
export function digestAll(texts: Texts): string {
  return digest(...[...texts].flat());
}

/** Undefined where there is none, or one that cannot be read: then all is compiled. */
export function readManifest(path: string): Manifest | undefined {
  try {
    const data: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isManifest(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

function isManifest(data: unknown): data is Manifest {
  if (!isPlain(data) || !isPlain(data.files) || !Array.isArray(data.modules)) return false;
  return [data.compiler, data.definition, data.config, ...Object.values(data.files)].every(
    (value) => typeof value === "string",
  );
}
