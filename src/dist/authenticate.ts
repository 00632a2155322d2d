import type { Carrier } from "./carriers/carrier.js";
import type { Established, Failed, Handshake, Step } from "./handshake.js";

/**
 * Runs a handshake over a carrier. When it fails, the carrier is closed: first what is still to be
 * said is sent, so that the other side learns its status.
 *
 * @param ended is called once and in the same turn as the last bytes arrived, so that whoever takes
 * the carrier over misses nothing
 * @returns gives up, as a deadline does
 */
export function authenticate(
  carrier: Carrier,
  handshake: Handshake,
  ended: (end: Established | Failed) => void,
): () => void {
  const finish = (end: Established | Failed) => {
    carrier.onData = undefined;
    carrier.onClose = undefined;
    if (end.type === "failed") carrier.close();
    ended(end);
  };
  const follow = ({ send, end }: Step) => {
    if (send.length > 0) carrier.send(Buffer.concat(send));
    if (end) finish(end);
  };
  carrier.onClose = () => finish(handshake.closed());
  follow(handshake.start());
  carrier.onData = (chunk) => follow(handshake.receive(chunk));
  return () => {
    carrier.destroy();
    finish({ type: "failed", failure: { kind: "timeout" }, node: undefined });
  };
}
