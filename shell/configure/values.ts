import { createHistory, type ValueHistory } from "../evaluate/index.js";
import { configuration } from "./configuration.js";

/** A history of values, as long as is configured at each moment. */
export function configuredHistory(): ValueHistory {
  return createHistory({
    get limit() {
      return configuration().historySize;
    },
  });
}
