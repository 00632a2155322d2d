import { termToBinary } from "../../../src/index.js";
import type { Style } from "../../style.js";

/** What `i` shows of a value: headings, and what there is to say under each. */
export type Card = readonly (readonly [heading: string, text: string])[];

const ERLANG_TERM = "Erlang term";

/** Under this heading stands what other nodes see. */
export const NOT_SENT = [ERLANG_TERM, "none: it cannot be sent"] as const;

/** A card tells what other nodes see of values of a kind: of this very value the encoder knows whether they can. */
export function asSent(card: Card, value: unknown): Card {
  const isSent = card.some(([heading]) => heading === ERLANG_TERM) && canBeSent(value);
  return isSent ? card : card.map((row) => (row[0] === ERLANG_TERM ? NOT_SENT : row));
}

/** Whether the encoder takes a value, with all that is in it. */
export function canBeSent(value: unknown): boolean {
  try {
    termToBinary(value);
    return true;
  } catch {
    return false;
  }
}

/** As iex lays a card out: texts are indented below their headings. */
export function formatCard(card: Card, style: Style): string {
  return card
    .map(([heading, text]) => `${style.color("evalInfo", heading)}\n${text.replaceAll(/^/gm, "  ")}`)
    .join("\n");
}
