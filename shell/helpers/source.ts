import { ArgumentError, IO } from "../../src/index.js";
import { shownPath } from "../evaluate/index.js";
import { QUIET } from "../evaluator.js";
import type { Helper } from "./helper.js";

export const source: Helper = {
  signature: "source(x)",
  summary: "prints where a module or a function of one is defined: source(Kv.get)",
  details: "What open(x) opens in your editor: a file, and the line in it.",
  make: (session) => async (what?: unknown) => {
    if (what === undefined)
      throw new ArgumentError(
        "could not tell what to find: give a module, a function of one, or a path, as in source(GenServer)",
      );
    const { findPlace } = await import("./open/editor.js");
    const place = findPlace(what);
    if (typeof place === "string") await IO.puts(session.style.color("evalError", asked(place)));
    else await IO.puts(`${shownPath(place.file)}:${place.line}`);
    return QUIET;
  },
};

/** Why there is no place, in the words of this helper. */
function asked(refusal: string): string {
  return refusal.replace("Could not open", "Could not find").replace("open helper", "source helper");
}
