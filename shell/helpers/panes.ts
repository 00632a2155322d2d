import type { Style } from "../style.js";

/** A heading, and below it names with what they are. */
export type Pane = readonly [heading: string, rows: readonly (readonly [name: string, text: string])[]];

/** Where the second column begins, as iex lays these out. */
const COLUMN = 20;

/** Panes one below the other, each after an empty line. */
export function formatPanes(panes: readonly Pane[], style: Style): string {
  return panes
    .map(([heading, rows]) => `\n${style.heading(`## ${heading}`)}\n\n${rows.map(row).join("\n")}\n`)
    .join("");
}

function row([name, text]: readonly [string, string]): string {
  return `${`${name}:`.padEnd(COLUMN)}${text}`;
}
