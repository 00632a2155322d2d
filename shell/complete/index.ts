export { columns } from "./columns.js";
export { type Expansion, expand } from "./expand.js";
