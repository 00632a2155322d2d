import { existsSync } from "node:fs";

/** The current folder; undefined when it has been deleted. */
export function currentFolder(): string | undefined {
  try {
    const folder = process.cwd();
    return existsSync(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}
