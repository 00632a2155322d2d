import { ArgumentError, IO } from "../../src/index.js";
import { QUIET } from "../evaluator.js";
import type { Session } from "../session.js";
import type { Helper } from "./helper.js";

export const open: Helper = {
  signature: "open(module)",
  summary: 'opens the file of a module in your editor; or a file: open("lib/chat.ts:12")',
  details: `A function opens its module at the line that defines it. The editor is the command in ELIXIR_EDITOR,
VISUAL or EDITOR, the first that is set. In it __FILE__ and __LINE__ stand for the place:

  ELIXIR_EDITOR="code --goto __FILE__:__LINE__"

Where they are missing the file is the last argument, with the line behind it: lib/chat.ts:12. The
editor needs a window of its own: this terminal is the shell's. What it prints is printed here.`,
  make: (session) => async (what?: unknown) => {
    if (what === undefined)
      throw new ArgumentError(
        'could not tell what to open: give a module, a function of one, or a path, as in open("lib/chat.ts:12")',
      );
    const { commandOf, findPlace, runEditor } = await import("./open/editor.js");
    const place = findPlace(what);
    if (typeof place === "string") return tell(place, session);
    const command = commandOf(place, process.env);
    if (command === undefined)
      return tell(
        `Could not open: ${JSON.stringify(place.file)}. ELIXIR_EDITOR, VISUAL and EDITOR are not set: set one to the command of your editor.`,
        session,
      );
    const printed = await runEditor(command, session.interrupt);
    if (printed !== "") await IO.write(printed);
    return QUIET;
  },
};

async function tell(text: string, { style }: Session): Promise<typeof QUIET> {
  await IO.puts(style.color("evalError", text));
  return QUIET;
}
