import { execFileSync } from "node:child_process";

/**
 * Resident memory of OS processes, in MiB.
 *
 * @param group the process group that they belong to
 */
export function residentMemory(group: number): number {
  const kibibytes = execFileSync("ps", ["-eo", "pgid=,rss="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([pgid]) => pgid === group)
    .reduce((sum, [, rss]) => sum + (rss ?? 0), 0);
  return kibibytes / 1024;
}
