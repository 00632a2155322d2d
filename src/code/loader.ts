/** What compiling files needs. Imported when the first file is loaded: the prompt must not wait for it. */
export { diskSources } from "./disk.js";
export { Graph } from "./graph.js";
export { findFile, resolve } from "./resolve.js";
