/** How much an event matters, as in Erlang's `logger`. */
export type Level = "debug" | "info" | "notice" | "warning" | "error" | "critical" | "alert" | "emergency";

/** From which level on events are logged: `"all"` of them, or `"none"`. */
export type Threshold = Level | "all" | "none";

/** Every level, from what matters least on. */
export const LEVELS: readonly Level[] = [
  "debug",
  "info",
  "notice",
  "warning",
  "error",
  "critical",
  "alert",
  "emergency",
];

/** Whether an event of that level is logged; levels that nobody knows are. */
export function isLogged(level: string, threshold: Threshold): boolean {
  if (threshold === "none") return false;
  const rank = LEVELS.indexOf(level as Level);
  return threshold === "all" || rank === -1 || rank >= LEVELS.indexOf(threshold);
}
