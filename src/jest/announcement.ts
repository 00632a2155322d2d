/** The environment variable that tells jest's workers one run from another: when it watches files, there are many. */
const RUN = "IEX_TS_TEST_RUN";

/** Marks the begin of a run, in the main process of jest. */
export function beginRun(): void {
  process.env[RUN] = String(Number(process.env[RUN] ?? 0) + 1);
}

let announced: string | undefined;

/**
 * Prints a text once in a run: in the process that runs the first test file, which is jest's own or
 * that of its first worker.
 */
export function announce(text: string): void {
  const run = process.env[RUN] ?? "";
  if ((process.env.JEST_WORKER_ID ?? "1") !== "1" || announced === run) return;
  announced = run;
  process.stdout.write(text);
}
