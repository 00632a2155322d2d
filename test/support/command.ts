import { execFile } from "node:child_process";
import { command } from "../../src/testing/command.js";

/** What a command left behind that has ended. */
export interface Finished {
  status: number | null;
  output: string;
  errors: string;
}

interface RunOptions {
  env: Readonly<Record<string, string | undefined>>;
  cwd?: string;
  /** What comes through its pipe before that ends. */
  input?: string;
  /** How long it may take, in milliseconds. */
  bound?: number;
}

/** Runs `iex-ts` with that input to its end. */
export function run(args: readonly string[], { env, cwd, input = "", bound = 20_000 }: RunOptions): Promise<Finished> {
  const [program, ...first] = command();
  return new Promise((resolve) => {
    const options = {
      env: { ...env },
      timeout: bound,
      killSignal: "SIGKILL",
      ...(cwd === undefined ? {} : { cwd }),
    } as const;
    const child = execFile(program, [...first, ...args], options, (error, output, errors) =>
      resolve({ status: error ? (child.exitCode ?? null) : 0, output, errors }),
    );
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}
