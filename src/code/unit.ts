import type { Namespace } from "./namespace.js";
import type { Resolved } from "./resolve.js";
import type { Import } from "./rewrite.js";

/** A file as it can be run again and again without being compiled: plain data, but for the maps. */
export interface Compiled {
  /** True for a file of the older kind: `code` is then what `compileCommonJs` gives. */
  readonly commonJs: boolean;
  /** See `rewrite`. */
  readonly code: string;
  readonly imports: readonly Import[];
  /** Which imports are re-exported whole, by their position. */
  readonly stars: readonly number[];
  /** Whether it asks for `import.meta`. */
  readonly meta: boolean;
  /** Source maps as JSON, one after another from `code` back to the source. */
  maps(): (string | undefined)[];
}

/** Compiles a file, or takes what was compiled before. */
export type Compile = (text: string, path: string, shown: string) => Promise<Compiled>;

/** Where the files of a graph come from: the disk, or what another node sent. */
export interface Sources {
  read(path: string): string;
  /**
   * @param by how the file asks for it: packages may answer `require` with another file
   * @throws Error when there is nothing of that name
   */
  resolve(specifier: string, from: string, by?: "import" | "require"): Resolved;
  /** The file as the user named it, for messages. */
  shown(path: string): string;
  /** The name of the module that a file of a project is. */
  moduleOf?(path: string): string | undefined;
  /** Compiles a file in another way than from scratch. */
  readonly compile?: Compile | undefined;
}

/** A file of the user that is loaded. */
export interface Unit {
  readonly path: string;
  readonly text: string;
  /** The name of the module that it is in its project. */
  readonly module: string | undefined;
  readonly namespace: Namespace;
  /** The files it imports: specifier → path. */
  readonly files: ReadonlyMap<string, string>;
  /** What `module` is in a CommonJS file. JSON has one, too: its value is what `require` gives. */
  readonly commonJs: { exports: unknown } | undefined;
}
