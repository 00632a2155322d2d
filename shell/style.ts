import type { InspectOptions } from "../src/index.js";

/** The colours of a shell; where there are none, texts pass as they are. */
export interface Style {
  error(text: string): string;
  /** A heading of help texts. */
  heading(text: string): string;
  inspect: Pick<InspectOptions, "color">;
}

/**
 * @param colors whether the device takes colours
 */
export async function createStyle(colors: boolean): Promise<Style> {
  if (!colors) return { error: (text) => text, heading: (text) => text, inspect: {} };
  const { Chalk } = await import("chalk");
  const chalk = new Chalk({ level: 1 });
  const kinds: Record<string, (text: string) => string> = {
    atom: chalk.cyan,
    boolean: chalk.magenta,
    nil: chalk.magenta,
    string: chalk.green,
    number: chalk.yellow,
  };
  return {
    error: chalk.red,
    heading: chalk.bold,
    inspect: { color: (kind, text) => kinds[kind]?.(text) ?? text },
  };
}
