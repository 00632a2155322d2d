import { pidFromText } from "../../src/index.js";
import type { Helper } from "./helper.js";

export const pid: Helper = {
  signature: "pid(text)",
  summary: 'the pid that prints like this: pid("0.111.0") or pid(0, 111, 0)',
  make:
    () =>
    (...numbers: [string] | [number, number, number]) =>
      pidFromText(numbers.join(".")),
};
