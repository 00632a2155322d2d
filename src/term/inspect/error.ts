import { className, dataProperty } from "./property.js";

/** True for errors of any realm, and for `DOMException`. */
export function isError(value: unknown): value is Error {
  if (typeof value !== "object" || value === null) return false;
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}

/** What an error is called: its own `name`, else that of its class, so that `class NotFound extends Error` is told apart. */
export function errorName(error: object): string {
  const own = Object.getOwnPropertyDescriptor(error, "name")?.value;
  if (typeof own === "string" && own !== "") return own;
  const given = className(error) === "DOMException" ? (error as Error).name : inheritedName(error);
  return typeof given === "string" && given !== "" ? given : className(error);
}

/** The message of an error as text; empty when there is none. */
export function errorMessage(error: object): string {
  const message = className(error) === "DOMException" ? (error as Error).message : dataProperty(error, "message");
  return message === undefined || message === null ? "" : String(message);
}

/** A `name` counts from the class itself, not from the classes that it extends. */
function inheritedName(error: object): unknown {
  const prototype: object | null = Object.getPrototypeOf(error);
  return prototype ? Object.getOwnPropertyDescriptor(prototype, "name")?.value : undefined;
}
