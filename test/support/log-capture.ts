import { startGroupLeader, startLogger, stringDevice } from "../../src/io/index.js";
import { nextTurn } from "./processes.js";

/** Starts the logger on a string: what it printed since it was last asked. */
export async function captureLog(): Promise<() => Promise<string>> {
  const device = stringDevice();
  startLogger({ device: startGroupLeader(device), isUp: () => false, isLoaded: () => false });
  await nextTurn();
  return async () => {
    for (let i = 0; i < 3; i++) await nextTurn();
    return device.take();
  };
}
