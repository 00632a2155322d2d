import type { Session } from "../session.js";

/** A function of the prompt, with what `h` says of it. */
export interface Helper {
  /** As it is called: `c(files)`. */
  readonly signature: string;
  /** One line, for the index. */
  readonly summary: string;
  /** More, for `h(helper)`: plain text, an empty line between paragraphs. */
  readonly details?: string;
  /** Makes the function for one shell. */
  make(session: Session): (...args: any[]) => unknown;
}
