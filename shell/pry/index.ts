export { isStarted } from "./open-shells.js";
export { pry } from "./pry.js";
