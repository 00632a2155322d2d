import { ArgumentError, IO, inspect, send } from "../../src/index.js";
import { QUIET } from "../evaluator.js";
import { serverMessage } from "../messages.js";
import { formatLocation, sourceAround } from "../pry/location.js";
import { NOT_PRIED, type PryRequest } from "../pry/request.js";
import type { Session } from "../session.js";
import type { Helper } from "./helper.js";

export const resume: Helper = {
  signature: "continue()",
  summary: "lets the process go on that IEx.pry() has stopped",
  details: `IEx.pry({ a, b }) in a function asks at the shell whether you want to look at its process. Then the prompt
is pry(1)>: what you type is evaluated in that process, where a and b are. continue() or respawn()
brings back the shell, with its bindings. In a module: import { IEx } from "iex-ts/shell"`,
  make: (session) => () => {
    send(session.server!, serverMessage({ type: "continue" }));
    return QUIET;
  },
};

export const whereami: Helper = {
  signature: "whereami(radius = 2)",
  summary: "prints the lines around the place where IEx.pry() has stopped a process",
  make:
    (session) =>
    async (radius: number = 2) => {
      if (!Number.isInteger(radius) || radius < 0)
        throw new ArgumentError(
          `could not tell how many lines: ${inspect(radius)} is no whole number, as in whereami(5)`,
        );
      await IO.puts(session.pried ? standing(session.pried, radius, session) : session.style.error(NOT_PRIED));
      return QUIET;
    },
};

function standing({ location }: PryRequest, radius: number, { style }: Session): string {
  if (!location) return "Location: unknown";
  const { name = "(file)" } = location;
  const place = formatLocation({ ...location, name: undefined });
  return `Location: ${place}\n\n${sourceAround(location, radius, style)}    ${place}: ${name}\n`;
}
