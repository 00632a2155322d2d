import type { Helper } from "./helper.js";

export const v: Helper = {
  signature: "v(n = -1)",
  summary: "the value of prompt n, or of the nth last prompt when n is negative",
  details: "The last 20 values are kept. `_` is the last value too, and `_error` the last error.",
  make: (session) => (n?: number) => session.history.v(n),
};
