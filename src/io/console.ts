import { formatWithOptions } from "node:util";
import { current, Process } from "../process/index.js";
import { printUnheard } from "./group-leader.js";
import { putChars } from "./protocol.js";
import { request } from "./request.js";

const OUTPUT = { log: "stdio", info: "stdio", debug: "stdio", warn: "stderr", error: "stderr" } as const;

/**
 * Makes `console.log` and its kin go to the group leader when a process calls them, as `IO.puts`
 * does. Outside of processes they stay what they were.
 *
 * @returns undoes it
 */
export function bindConsole(): () => void {
  const before = Object.entries(OUTPUT).map(([method, device]) => {
    const name = method as keyof typeof OUTPUT;
    const original = console[name];
    console[name] = (...args: unknown[]) => {
      const process = current();
      if (process && !process.dead) print(device, args);
      else original.apply(console, args);
    };
    return () => {
      console[name] = original;
    };
  });
  return () => {
    for (const restore of before) restore();
  };
}

/** Nobody awaits a console: a device that has gone is not the caller's problem. */
function print(device: "stdio" | "stderr", args: unknown[]): void {
  const text = `${formatWithOptions({ colors: false }, ...args)}\n`;
  const own = Process.groupLeader();
  const leader = device === "stdio" ? own : own.isLocal ? Process.whereis("standard_error") : null;
  if (!leader || !printUnheard(leader, text)) request(device, putChars(text)).catch(() => {});
}
