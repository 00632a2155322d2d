import { pidFromText, portFromText, refFromText } from "../../src/index.js";
import type { Helper } from "./helper.js";

export const pid: Helper = {
  signature: "pid(text)",
  summary: 'the pid that prints like this: pid("0.111.0") or pid(0, 111, 0)',
  details: "A pid that is pasted as it was printed is that pid, too: #PID<0.111.0>",
  make:
    () =>
    (...numbers: [string] | [number, number, number]) =>
      pidFromText(numbers.join(".")),
};

export const ref: Helper = {
  signature: "ref(text)",
  summary: 'the reference that prints like this: ref("0.1.2.3") or ref(0, 1, 2, 3)',
  details: "A reference that is pasted as it was printed is that reference, too: #Reference<0.1.2.3>",
  make:
    () =>
    (...numbers: [string] | number[]) =>
      refFromText(numbers.join(".")),
};

export const port: Helper = {
  signature: "port(text)",
  summary: 'the port that prints like this: port("0.4") or port(0, 4)',
  make:
    () =>
    (...numbers: [string] | [number, number]) =>
      portFromText(numbers.join(".")),
};
