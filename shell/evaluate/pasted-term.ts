import { pidFromText, portFromText, refFromText } from "../../src/index.js";

/** What can be skipped: strings, templates and comments, in which a term is only text. Then the term itself. */
const PIECES =
  /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`|\/\/.*|\/\*[\s\S]*?\*\/|#(PID|Reference|Port)<(\d+(?:\.\d+)+)>/g;

const FIND = { PID: pidFromText, Reference: refFromText, Port: portFromText };

/**
 * A text in which pasted pids, references and ports are names of the same length, so that every
 * column stays where it was: `#PID<0.111.0>` becomes `$PID_0_111_0 `.
 */
export function namePastedTerms(text: string): string {
  if (!text.includes("#")) return text;
  return text.replace(PIECES, (piece, kind?: string, numbers = "") =>
    kind === undefined ? piece : nameOf(kind, numbers).padEnd(piece.length),
  );
}

/**
 * The terms that were pasted into a text, by the names that stand for them.
 *
 * @throws ArgumentError for one that cannot be, such as the pid of a node that was never heard of
 */
export function pastedTerms(text: string): [name: string, term: object][] {
  if (!text.includes("#")) return [];
  return [...text.matchAll(PIECES)].flatMap(([, kind, numbers]) =>
    kind === undefined || numbers === undefined
      ? []
      : [[nameOf(kind, numbers), FIND[kind as keyof typeof FIND](numbers)] as [string, object]],
  );
}

function nameOf(kind: string, numbers: string): string {
  return `$${kind}_${numbers.replaceAll(".", "_")}`;
}
