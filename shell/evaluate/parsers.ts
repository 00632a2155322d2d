/** One file once it is built: each package by itself would cost the first line a search through folders. */
export { parse } from "acorn";
export { default as MagicString } from "magic-string";
