/** `npm start -- OPTIONS`: from a fresh clone to the prompt. */
import { prepare } from "./prepare.mjs";

await prepare();
await import("../dist/iex-ts.js");
