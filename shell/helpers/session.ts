import { exit as exitProcess, send } from "../../src/index.js";
import { QUIET } from "../evaluator.js";
import { serverMessage } from "../messages.js";
import type { Helper } from "./helper.js";

export const exit: Helper = {
  signature: "exit(reason?)",
  summary: "leaves the shell; with a reason, ends the calling process with it",
  details:
    "exit() ends this node. exit(reason) is Kernel.exit: typed at the prompt it is caught and printed, in a process of yours it ends the process.",
  make:
    (session) =>
    (...reason: unknown[]) => {
      if (reason.length > 0) exitProcess(reason[0]);
      send(session.server!, serverMessage({ type: "leave", code: 0 }));
      return QUIET;
    },
};

export const respawn: Helper = {
  signature: "respawn()",
  summary: "starts a fresh evaluator: all bindings go",
  make: (session) => () => {
    send(session.server!, serverMessage({ type: "respawn" }));
    return QUIET;
  },
};

export const clear: Helper = {
  signature: "clear()",
  summary: "clears the screen",
  make: (session) => () => {
    if (session.device.geometry()) void session.device.write("\u001b[H\u001b[2J");
    return QUIET;
  },
};
