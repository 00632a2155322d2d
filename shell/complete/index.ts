export { type Expansion, expand } from "./expand.js";
