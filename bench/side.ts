/** The OS process that measures one side: `side.js FIGURE SIDE`. */

import { killAll } from "./children.js";
import { figures } from "./figures/index.js";
import { serveSamples } from "./sample-lines.js";

const [wanted, side] = process.argv.slice(2);
const found = figures.find(({ name }) => name === wanted)?.sides[side ?? ""];
const open = typeof found === "object" ? found.beam : found;
if (typeof open !== "function") throw new Error(`Cannot measure "${side}" of "${wanted}": there is no such side`);
await serveSamples(await open());
killAll();
process.exit();
