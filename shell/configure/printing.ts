import { type InspectOptions, inspect } from "../../src/index.js";
import type { Session } from "../session.js";
import { configuration } from "./configuration.js";

/** How many columns the shell uses: no more than are configured, nor than there are. */
export function widthOf({ screen }: Pick<Session, "screen">): number {
  return Math.min(configuration().width, screen.geometry()?.columns ?? Number.POSITIVE_INFINITY);
}

/** How the shell prints values. */
export function inspectOptions(session: Pick<Session, "screen" | "style">): InspectOptions {
  return { width: widthOf(session), ...configuration().inspect, ...session.style.inspect };
}

/** A result as the prompt prints it: `evalResult` colours what no colour of `syntaxColors` does. */
export function resultText(value: unknown, session: Pick<Session, "screen" | "style">): string {
  return session.style.color("evalResult", inspect(value, inspectOptions(session)));
}
