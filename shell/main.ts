#!/usr/bin/env -S node --max-semi-space-size=64
import { HELP, parseOptions } from "./options.js";
import { UsageError } from "./usage-error.js";
import { version } from "./version.js";

/**
 * From the command line to the exit status. Only who wants a shell waits for it to be loaded.
 *
 * Node.js could keep compiled code on disk (`module.enableCompileCache`). The gain for a program of
 * this size is too small to see, and files that nobody asked for would stay; who wants them all the
 * same sets NODE_COMPILE_CACHE, which Node.js heeds by itself.
 */
async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options.print) {
    process.stdout.write(options.print === "help" ? HELP : `iex-ts ${version} (node ${process.version})\n`);
    return 0;
  }
  const { run } = await import("./run.js");
  return run(options);
}

function failed(error: unknown): number {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${error instanceof UsageError ? `iex-ts: ${message}` : message}\n`);
  return 1;
}

const status = await main().catch(failed);
// What was evaluated may have set it.
if (status !== 0) process.exitCode = status;
process.exit();
