import { types } from "node:util";

/** Names of what belongs to this OS process, by the methods that it has. */
const LIVE = ["pipe", "unref", "listen", "on"];

/** Why an object of no kind in the table cannot travel, and what to send instead. */
export function unsendable(value: object): string {
  const name = className(value);
  if (types.isPromise(value)) return "a promise cannot travel; await it and send its value";
  if (types.isWeakMap(value) || types.isWeakSet(value) || name === "WeakRef" || name === "FinalizationRegistry")
    return `a ${name} belongs to the memory of this OS process; send the values themselves`;
  if (types.isAnyArrayBuffer(value) || ArrayBuffer.isView(value))
    return `${article(name)} is not a binary; send a Uint8Array of its bytes`;
  if (types.isProxy(value)) return "a Proxy has no value of its own; send a copy of it";
  if (isLive(value)) return `a live ${name} belongs to this OS process; send a pid that owns it instead`;
  return `an instance of ${name} is more than its data; send a plain object instead`;
}

function className(value: object): string {
  try {
    const maker: unknown = value.constructor;
    return typeof maker === "function" && maker.name !== "" ? maker.name : "a class without a name";
  } catch {
    return "an unknown class";
  }
}

function article(name: string): string {
  return /^[AEIOU]/.test(name) ? `an ${name}` : `a ${name}`;
}

function isLive(value: object): boolean {
  try {
    return LIVE.some((method) => typeof (value as Record<string, unknown>)[method] === "function");
  } catch {
    return false;
  }
}
