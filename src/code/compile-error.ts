import { codeFrame, type Place, placeAt } from "./code-frame.js";

/** A file that cannot be compiled. The message is the whole report, with the place in the source. */
export class CompileError extends Error {
  override readonly name = "CompileError";

  constructor(
    message: string,
    /** The absolute path of the file. */
    readonly file: string,
    /** Where in it; none when the file as a whole is to blame. */
    readonly place?: Place,
  ) {
    super(message);
  }
}

/** The error for that offset of a source text. `shown` is the file as the user named it. */
export function compileError(message: string, file: string, text: string, offset: number, shown: string): CompileError {
  const place = placeAt(text, offset);
  return new CompileError(codeFrame(message, text, place, shown), file, place);
}
