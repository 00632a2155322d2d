import { toText } from "../../io/chardata.js";
import { errorReason } from "../../process/index.js";
import { inline } from "../../term/exception/stacktrace.js";
import { format } from "../../term/exception.js";
import { isTuple } from "../../term/index.js";

/** What can be logged: a text, texts in a list, any other value; or a function that makes one of these. */
export type Message = unknown;

/**
 * What is to be logged, and the metadata that came with it: a function may give `{message, metadata}`.
 */
export function unfold(message: Message): [message: unknown, metadata: object | undefined] {
  const made: unknown = typeof message === "function" ? message() : message;
  const [text, metadata] = isTuple(made) && typeof message === "function" ? (made as readonly unknown[]) : [];
  return isTuple(made) && made.length === 2 && isObject(metadata) ? [text, metadata] : [made, undefined];
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** The text of a message: an error as in a report, what has no text of its own in the notation of the shell. */
export function messageText(message: unknown): string {
  if (typeof message === "string") return message;
  if (isError(message)) return errorText(message);
  if (!Array.isArray(message) || isTuple(message)) return inline(message);
  try {
    return toText(message);
  } catch {
    return inline(message);
  }
}

function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}

function errorText(error: Error): string {
  const reason = errorReason(error);
  const [cause, frames] = isTuple(reason) ? (reason as readonly unknown[]) : [reason];
  return format("error", cause, Array.isArray(frames) ? frames : []);
}
