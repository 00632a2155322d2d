import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** This file runs as a copy, in the folder `bench` of a copy of the package. */
const copy = fileURLToPath(new URL("..", import.meta.url));

/** The command that is measured. */
export const command = join(copy, "dist", "iex-ts.js");
/** Scripts for the BEAM. */
export const beam = join(copy, "beam");
/** The OS processes that take part, made from the files beside this one. */
export const entry = (name: "side" | "node" | "echo"): string => join(copy, "bench", `${name}.js`);

/** As the command has it: processes that come and go leave much for the young generation. */
export const NODE_FLAGS = ["--max-semi-space-size=64"];
