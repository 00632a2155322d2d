import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Code } from "../index.js";
import { digest } from "./manifest.js";

/** The compiler is as new as this file: its name, once it is built, changes with all that it uses. */
export const COMPILER = `${process.env.IEX_TS_VERSION ?? ""} ${basename(fileURLToPath(import.meta.url))}`;

/**
 * The compiled files of a project, each under the digest of what it was compiled from: a file that
 * has not changed is never compiled again, and several nodes may write at once.
 */
export class Store {
  /** The manifest of the project, beside the compiled files. */
  readonly manifest: string;
  readonly #folder: string;
  readonly #used = new Set<string>();

  constructor(
    readonly root: string,
    environment: string,
  ) {
    const build = join(root, "_build", environment);
    this.manifest = join(build, "manifest.json");
    this.#folder = join(build, "compiled");
  }

  /** Compiles a file, unless that has been done. */
  readonly compile: Code.Compile = async (text, path, shown) => {
    const id = this.#id(path, text);
    this.#used.add(id);
    const known = this.#read(id);
    if (known) return known;
    const compiled = await Code.compileText(text, path, shown);
    this.#keep(id, compiled);
    return compiled;
  };

  /** What cannot be kept is compiled once more, the next time. */
  #keep(id: string, { maps, ...rest }: Code.Compiled): void {
    try {
      writeWhole(join(this.#folder, `${id}.map`), JSON.stringify(maps()));
      writeWhole(join(this.#folder, `${id}.json`), JSON.stringify(rest));
    } catch (error) {
      // Another node may be taking away what it does not use, drafts too.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }

  /** Forgets what it holds of a file, so that it is compiled once more. */
  forget(path: string, text: string): void {
    rmSync(join(this.#folder, `${this.#id(path, text)}.json`), { force: true });
  }

  /** Removes what nothing has asked for. */
  prune(): void {
    if (!existsSync(this.#folder)) return;
    for (const name of readdirSync(this.#folder))
      if (!this.#used.has(name.replace(/\..*$/, ""))) rmSync(join(this.#folder, name), { force: true });
  }

  #id(path: string, text: string): string {
    return digest(COMPILER, relative(this.root, path), text);
  }

  #read(id: string): Code.Compiled | undefined {
    try {
      const data = JSON.parse(readFileSync(join(this.#folder, `${id}.json`), "utf8"));
      return { ...data, maps: () => this.#maps(id) };
    } catch {
      return undefined;
    }
  }

  /** Without them, stack traces name the lines of the compiled text. */
  #maps(id: string): (string | undefined)[] {
    try {
      return JSON.parse(readFileSync(join(this.#folder, `${id}.map`), "utf8"));
    } catch {
      return [];
    }
  }
}

/** Writes a file so that nobody ever sees half of it, whatever happens meanwhile. */
export function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
