import { formatWithOptions } from "node:util";
import { current, enter, Process, self } from "../process/index.js";
import { printUnheard } from "./group-leader.js";
import { putChars } from "./protocol.js";
import { request } from "./request.js";

const OUTPUT = { log: "stdio", info: "stdio", debug: "stdio", warn: "stderr", error: "stderr" } as const;

/**
 * Makes `console.log` and its kin go to the group leader when a process calls them, as `IO.puts`
 * does. Outside of processes they stay what they were. What a function leaves behind, such as a timer, prints
 * as the process did; a function that runs on when its process has ended is refused, as by all of the runtime.
 *
 * @returns undoes it
 */
export function bindConsole(): () => void {
  const before = Object.entries(OUTPUT).map(([method, device]) => {
    const name = method as keyof typeof OUTPUT;
    const original = console[name];
    console[name] = (...args: unknown[]) => {
      const process = current();
      if (!process) original.apply(console, args);
      else if (process.dead && !process.hasReturned) self();
      else print(process, device, args);
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
function print({ groupLeader, dead }: Running, device: "stdio" | "stderr", args: unknown[]): void {
  const text = `${formatWithOptions({ colors: false }, ...args)}\n`;
  const leader = device === "stdio" ? groupLeader : groupLeader.isLocal ? Process.whereis("standard_error") : null;
  const isPrinted = leader && enter(dead ? undefined : current(), () => printUnheard(leader, text));
  if (!isPrinted) request(device, putChars(text)).catch(() => {});
}

type Running = NonNullable<ReturnType<typeof current>>;
