import { format, print, write } from "./format.js";
import { quoted, writeAtom } from "./notation.js";

const plain = { encoding: "latin1", strings: true, ordered: false } as const;

/**
 * The module `io_lib` to other nodes, of which Erlang's processes ask their group leader to call
 * functions. Where Erlang gives lists of characters, these give strings.
 */
export const ioLib = {
  /** Formats terms: see {@link format}. */
  format: (text: unknown, args: readonly unknown[]): string => format(text, args),
  /** The same. */
  fwrite: (text: unknown, args: readonly unknown[]): string => format(text, args),
  /** A term on one line; with a depth, no more levels than that. */
  write: (term: unknown, depth?: number): string => write(term, depth),
  /** A term over several lines where it needs them. */
  print: (term: unknown, column = 1, lineLength = 80, depth = -1): string =>
    print(term, { ...plain, column, lineLength, depth }),
  /** An atom, quoted where it must be. */
  write_atom: (atom: symbol): string => writeAtom(atom, "unicode"),
  /** A text in double quotes, with escapes. */
  write_string: (text: unknown): string => quoted(format("~ts", [text]), '"', "unicode"),
  /** A line break. */
  nl: (): string => "\n",
};
