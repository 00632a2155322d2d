import { configuredHistory } from "../configure/values.js";
import { createScope } from "../evaluate/index.js";
import type { Session } from "../session.js";
import { Types } from "../types/types.js";
import type { PryRequest } from "./request.js";

/** What the prompt of a process that is pried has of its own; the shell's comes back afterwards. */
export type Place = Pick<Session, "scope" | "history" | "types" | "pried">;

export function placeOf({ scope, history, types, pried }: Session): Place {
  return { scope, history, types, pried };
}

/** Nothing tells the types of the bindings, so nothing is checked there. */
export function priedPlace(session: Session, request: PryRequest): Place {
  const scope = createScope({ builtins: session.builtins });
  for (const [name, value] of Object.entries(Object(request.bindings))) scope.declare("let", name, value);
  const types = new Types({ check: "off", scope, attended: true, warn: () => {} });
  return { scope, types, history: configuredHistory(), pried: request };
}
