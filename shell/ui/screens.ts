export { askBreak } from "./break-menu.js";
export { askKill } from "./kill-list.js";
