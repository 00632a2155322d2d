import { IO, type Pid } from "../../src/index.js";
import type { Screen } from "../terminal/device.js";

/**
 * The terminal of another node, as far as a shell that runs here knows it: its group leader does
 * the reading and the printing, and is asked once how large it is.
 */
export async function remoteScreen(leader: Pid): Promise<Screen> {
  const [columns, rows] = await Promise.all([IO.columns(leader), IO.rows(leader)]);
  const size = columns === null || rows === null ? undefined : { columns, rows };
  return {
    write: async (text) => void (await IO.write(leader, text)),
    geometry: () => size,
    beginEvaluation: () => {},
  };
}
