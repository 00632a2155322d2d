import { PassThrough } from "node:stream";
import { type RunningShell, Shell, type StartOptions } from "../../../shell/index.js";
import { BOUND } from "../../support/bound.js";

/** A shell that a test types at. */
export interface Talk extends RunningShell {
  /** Types lines, each with its end. */
  type(...lines: string[]): void;
  /** Waits until it has printed something that looks like this, since the last time; gives that part. */
  until(pattern: RegExp): Promise<string>;
  /** The input ends. */
  end(): void;
}

export function talk(options: Partial<StartOptions> = {}): Talk {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let printed = "";
  let look = (): void => {};
  output.on("data", (chunk) => {
    printed += chunk;
    look();
  });
  const until = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Waited in vain for ${pattern} in:\n${printed}`)), BOUND);
      look = () => {
        const found = pattern.exec(printed);
        if (!found) return;
        clearTimeout(timer);
        look = () => {};
        const end = found.index + found[0].length;
        const part = printed.slice(0, end);
        printed = printed.slice(end);
        resolve(part);
      };
      look();
    });
  const shell = Shell.start({ input, output, ...options });
  return {
    ...shell,
    until,
    type: (...lines) => void input.write(lines.map((line) => `${line}\n`).join("")),
    end: () => void input.end(),
  };
}
