import { send } from "../../src/index.js";
import { QUIET } from "../evaluator.js";
import { serverMessage } from "../messages.js";
import type { Helper } from "./helper.js";

export const respawn: Helper = {
  signature: "respawn()",
  summary: "starts a fresh evaluator: all bindings go",
  details: "At the prompt of a process that IEx.pry() has stopped, it lets that go on and brings the shell back.",
  make: (session) => () => {
    send(session.server!, serverMessage({ type: "respawn" }));
    return QUIET;
  },
};

export const clear: Helper = {
  signature: "clear()",
  summary: "clears the screen",
  make: (session) => () => {
    if (session.screen.geometry()) void session.screen.write("\u001b[H\u001b[2J");
    return QUIET;
  },
};
