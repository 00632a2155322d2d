import { ArgumentError, IO } from "../../src/index.js";
import { widthOf } from "../configure/printing.js";
import { QUIET } from "../evaluator.js";
import type { Session } from "../session.js";
import type { Documentation } from "../types/protocol.js";
import type { Helper } from "./helper.js";
import { renderMarkdown } from "./markdown.js";
import { lineWidth, wrap } from "./wrap.js";

export const b: Helper = {
  signature: "b(Module)",
  summary: "prints the callbacks of a behaviour: b(GenServer), b(GenServer.handleCall)",
  make: (session) => async (asked: unknown) => {
    if (typeof asked !== "string" || asked === "")
      throw new ArgumentError('could not tell which behaviour to show: give its name, as in b("GenServer")');
    await IO.puts(await callbacksText(asked, session));
    return QUIET;
  },
};

async function callbacksText(asked: string, session: Session): Promise<string> {
  const found = await session.types.callbacksOf(asked);
  if (found && found.length > 0) return found.map(({ signatures }) => headings(signatures, session)).join("\n\n");
  const [, module = "", name] = /^(.*)\.(\w+)$/.exec(asked) ?? [];
  const callbacks = module === "" ? [] : ((await session.types.callbacksOf(module)) ?? []);
  const callback = callbacks.find(({ signatures }) => nameIn(signatures[0]!) === name);
  if (callback) return documentationText(callback, session);
  return found ? `No callbacks for ${asked} were found` : `No documentation for ${asked} was found`;
}

function nameIn(signature: string): string | undefined {
  return /^\w+/.exec(signature)?.[0];
}

/** What is declared under a name, with its comment; undefined where nothing is. */
export async function documentationOf(asked: string, session: Session): Promise<string | undefined> {
  const found = await session.types.documentationOf(asked);
  return found && (found.text !== "" || found.signatures.length > 0)
    ? documentationText(found, session, asked)
    : undefined;
}

function documentationText({ signatures, text }: Documentation, session: Session, name = ""): string {
  const { style } = session;
  const heading = style.heading(headings(signatures.length > 0 ? signatures : [name], session));
  return text === "" ? `${heading}\n` : `${heading}\n\n${renderMarkdown(text, { width: widthOf(session), style })}\n`;
}

function headings(signatures: readonly string[], session: Session): string {
  return wrap(signatures.join("\n"), lineWidth(session));
}
