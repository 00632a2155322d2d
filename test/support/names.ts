import { connect } from "node:net";
import { BOUND } from "./bound.js";

/**
 * What a name server says to `epmd -names`: the names of its nodes and the port of each.
 *
 * @returns undefined when nobody serves
 */
export function names(epmdPort: number): Promise<Record<string, number> | undefined> {
  return new Promise((resolve) => {
    let reply = "";
    const socket = connect(epmdPort, "127.0.0.1", () => socket.write(Buffer.from([0, 1, 110])));
    socket.on("data", (chunk) => {
      reply += chunk.toString("latin1");
    });
    socket.on("error", () => resolve(undefined));
    socket.on("close", () => resolve(parse(reply.slice(4))));
  });
}

function parse(reply: string): Record<string, number> {
  return Object.fromEntries(
    [...reply.matchAll(/^name (\S+) at port (\d+)$/gm)].map(([, name, port]) => [name!, Number(port)]),
  );
}

/**
 * Asks again and again until the answer fits.
 *
 * @throws Error that shows the last answer
 */
export async function namesUntil(
  epmdPort: number,
  fits: (names: Record<string, number> | undefined) => boolean,
): Promise<Record<string, number> | undefined> {
  const deadline = Date.now() + BOUND;
  for (;;) {
    const found = await names(epmdPort);
    if (fits(found)) return found;
    if (Date.now() > deadline) throw new Error(`Waited in vain for other names than ${JSON.stringify(found)}`);
  }
}
