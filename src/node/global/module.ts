import type { Pid } from "../../term/index.js";
import { notifyAllName, randomExitName, randomNotifyName, resolveIt } from "./conflict.js";
import {
  delLock,
  registeredNames,
  registerName,
  reRegisterName,
  send,
  setLock,
  sync,
  trans,
  unregisterName,
  whereisName,
} from "./global.js";

/** Erlang's module `global`, as other nodes call it by name; those that decide a conflict travel by these names. */
export const global = {
  delLock,
  notify_all_name: notifyAllName,
  random_exit_name: randomExitName,
  random_notify_name: randomNotifyName,
  reRegisterName,
  registerName,
  registeredNames,
  resolve_it: resolveIt,
  send,
  setLock,
  sync,
  trans,
  unregisterName,
  whereisName,
  whereis_name: (name: unknown): Pid | undefined => whereisName(name) ?? undefined,
};
