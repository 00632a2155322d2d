/** What the shell asks of the language service, which runs in a thread of its own. */
export interface Requests {
  /** What is wrong with a text; it is kept until the next one, for `commit`. */
  check(typed: Typed, around: Surroundings): Checked;
  /**
   * The text that was checked last has run: what it declared can be used from now on.
   *
   * @param kept the number of the prompt that keeps its value, for `v(n)`
   */
  commit(bound: readonly string[], kept?: number): void;
  /** A text has run that nobody judges: what it declared can be used from now on. */
  learn(typed: Typed, around: Surroundings, bound: readonly string[]): void;
  /** What is wrong with files, and with those of the user that they import. */
  checkFiles(files: readonly string[]): CheckedFile[];
  typeOf(typed: Typed, around: Surroundings): Answer;
  documentationOf(typed: Typed, around: Surroundings): Documentation | undefined;
  callbacksOf(typed: Typed, around: Surroundings): Documentation[] | undefined;
}

/** A text, with the ways to read it as TypeScript, the preferred one first. */
export interface Typed {
  readonly text: string;
  /** Where its imports begin: an absolute path. */
  readonly folder: string;
  /** Each begins `shift` characters before the text. */
  readonly readings: readonly { readonly source: string; readonly shift: number }[];
}

/** What is at hand at the prompt beside what earlier texts declared. */
export interface Surroundings {
  /** Which bindings these are: a fresh evaluator has others, and so has a process that is looked at. */
  readonly scope: number;
  /** All names that have a value there. */
  readonly names: readonly string[];
  /** Those of them that the shell provides. */
  readonly builtins: readonly string[];
  /** The modules that come from files. */
  readonly modules: readonly { readonly name: string; readonly file: string }[];
}

export interface Checked {
  readonly problems: readonly TypeProblem[];
  /** The types that it ends with, each as it is declared. */
  readonly types: readonly string[];
}

/** A file in which something does not fit. */
export interface CheckedFile {
  readonly file: string;
  readonly text: string;
  readonly problems: readonly TypeProblem[];
}

/** What does not fit in a text; lines and columns count from 1. */
export interface TypeProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** A type as it is written, or why there is none. */
export type Answer = { readonly type: string } | { readonly problem: string };

/** What is known of a name. */
export interface Documentation {
  /** How it is declared or called, one line or more for each way. */
  readonly signatures: readonly string[];
  /** Its comment, as Markdown. */
  readonly text: string;
}

export interface Question<Name extends keyof Requests = keyof Requests> {
  readonly id: number;
  /** The shell that asks: each has names of its own. */
  readonly shell: number;
  readonly ask: Name;
  readonly args: Parameters<Requests[Name]>;
}

export type Reply = { readonly id: number } & ({ readonly result: unknown } | { readonly failure: string });

/** What the service is started with. */
export interface ServiceOptions {
  readonly folder: string;
  /** Where the package of the library is. */
  readonly root: string;
  /** The names of Node.js's globals, for folders without `@types/node`. */
  readonly globals: readonly string[];
}
