import { atom, IO, inspect, receive } from "../../src/index.js";
import { inspectOptions } from "../configure/printing.js";
import type { Helper } from "./helper.js";

export const flush: Helper = {
  signature: "flush()",
  summary: "prints the messages that were sent to the shell, and empties its mailbox",
  details: "Each message is printed on a line of its own, oldest first.",
  make: (session) => async () => {
    for (;;) {
      const message = await receive(
        (value) => [value],
        0,
        () => undefined,
      );
      if (message === undefined) return atom.ok;
      await IO.puts(inspect(message[0], inspectOptions(session)));
    }
  },
};
