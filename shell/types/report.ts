import { shownPath } from "../evaluate/index.js";
import { problemFrames } from "./frame.js";
import type { Checked, CheckedFile } from "./protocol.js";

/** What is told of something that was checked; empty texts where nothing is. */
export interface Report {
  /** The types that it declares, as they are printed. */
  readonly types: string;
  /** What does not fit, as it is printed. */
  frames(kind: "warning" | "error"): string;
}

export const NOTHING: Report = { types: "", frames: () => "" };

/** @param counter the number of the prompt that the text stands at */
export function reportOnText({ types, problems }: Checked, text: string, counter: number): Report {
  return {
    types: types.map((each) => `${each}\n`).join(""),
    frames: (kind) =>
      problems.length > 0 ? `${problemFrames(kind, problems, { text, name: "iex", first: counter })}\n` : "",
  };
}

export function reportOnFiles(checked: readonly CheckedFile[]): Report {
  const frames = (kind: "warning" | "error"): string =>
    checked
      .map(({ file, text, problems }) => problemFrames(kind, problems, { text, name: shownPath(file), first: 1 }))
      .join("\n\n");
  return { types: "", frames: (kind) => (checked.length > 0 ? `${frames(kind)}\n` : "") };
}
