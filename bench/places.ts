import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where things are; `npm run bench` says so, as the code that runs is a copy elsewhere. */
export const root = process.env.IEX_TS_ROOT ?? fileURLToPath(new URL("..", import.meta.url));
export const command = join(root, "dist", "iex-ts.js");
export const beam = join(root, "bench", "beam");
/** The OS processes that take part, made from the files beside this one. */
export const entry = (name: "side" | "node" | "echo"): string => fileURLToPath(new URL(`${name}.js`, import.meta.url));

/** As the command has it: processes that come and go leave much for the young generation. */
export const NODE_FLAGS = ["--max-semi-space-size=64"];
