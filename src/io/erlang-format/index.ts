/** Erlang's formatted output: `io_lib`. */
export { FormatError, format } from "./format.js";
export { ioLib } from "./io-lib.js";
