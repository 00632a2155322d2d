import { ArgumentError, IO, inspect } from "../../src/index.js";
import { QUIET } from "../evaluator.js";
import type { Helper } from "./helper.js";
import { formatTopics, MORE, TOPICS } from "./runtime/topics.js";

export const runtimeInfo: Helper = {
  signature: "runtimeInfo(topics?)",
  summary: 'prints versions, memory and statistics: runtimeInfo("memory")',
  details: `The topics are "system", "memory", "limits" and "applications", one or a list of them. The first three
are shown when none is named.`,
  make: (session) => async (wanted: unknown) => {
    const all = [...TOPICS, ...MORE];
    const chosen = wanted === undefined ? TOPICS : (Array.isArray(wanted) ? wanted : [wanted]).map(nameOf);
    const unknown = chosen.find((topic) => !all.includes(topic as (typeof all)[number]));
    if (unknown !== undefined)
      throw new ArgumentError(
        `unknown topic ${inspect(unknown)}: the topics are ${all.map((name) => `"${name}"`).join(", ")}`,
      );
    await IO.puts(formatTopics(chosen as (typeof all)[number][], session.style));
    return QUIET;
  },
};

/** Topics may be atoms, as in iex. */
function nameOf(topic: unknown): unknown {
  return typeof topic === "symbol" ? (Symbol.keyFor(topic) ?? topic) : topic;
}
