import type { Style } from "../../style.js";

/** What `i` shows of a value: headings, and what there is to say under each. */
export type Card = readonly (readonly [heading: string, text: string])[];

/** As iex lays a card out: texts are indented below their headings. */
export function formatCard(card: Card, style: Style): string {
  return card
    .map(([heading, text]) => `${style.color("evalInfo", heading)}\n${text.replaceAll(/^/gm, "  ")}`)
    .join("\n");
}
