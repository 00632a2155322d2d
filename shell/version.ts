import { createRequire } from "node:module";

/** The version of iex-ts. The build puts it in, so that no start has to look for it. */
export const version: string = process.env.IEX_TS_VERSION ?? readVersion();

function readVersion(): string {
  return (createRequire(import.meta.url)("iex-ts/package.json") as { version: string }).version;
}

/** The first line that a shell prints. */
export function banner(): string {
  return `Interactive TypeScript (${version}) - press Ctrl+C to exit (type h() ENTER for help)`;
}

/** What it all runs on: printed above the banner on a terminal. */
export function platform(): string {
  return `Node.js ${process.version} [${process.platform}-${process.arch}] [v8 ${process.versions.v8}]`;
}
