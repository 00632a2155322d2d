import { whichModule } from "../code/index.js";
import type { Atom } from "../term/index.js";

/** Whether a module is loaded here: the text of an error about a missing function depends on it. */
export function isLoaded(module: Atom): boolean {
  return whichModule(module) !== undefined;
}
