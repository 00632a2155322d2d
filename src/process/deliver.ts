import { receiveExit } from "./exit.js";
import { receiveLink, receiveUnlink, receiveUnlinkAck } from "./link.js";
import { receiveDown, unwatch, watch } from "./monitor.js";
import { receiveSpawnReply, receiveSpawnRequest } from "./remote-spawn.js";
import { deliverLocally } from "./send.js";
import type { Signal } from "./signal.js";
import { lookup } from "./table.js";

/** What each signal that comes from another node does to its receiver here. */
export function deliver(signal: Signal): void {
  switch (signal.type) {
    case "message":
      deliverLocally(signal.to, signal.message);
      return;
    case "link":
      receiveLink(signal.from, signal.to);
      return;
    case "unlink":
      receiveUnlink(signal.from, signal.to, signal.id);
      return;
    case "unlinkAck":
      receiveUnlinkAck(signal.from, signal.to, signal.id);
      return;
    case "exit":
    case "exit2": {
      const process = lookup(signal.to);
      if (process) receiveExit(process, signal.from, signal.reason, signal.type === "exit" ? "link" : "exit2");
      return;
    }
    case "monitor":
      watch(signal.to, signal.from, signal.ref);
      return;
    case "demonitor":
      unwatch(signal.to, signal.ref);
      return;
    case "down": {
      const process = lookup(signal.to);
      if (process) receiveDown(process, signal.ref, signal.reason);
      return;
    }
    case "groupLeader": {
      const process = lookup(signal.to);
      if (process) process.groupLeader = signal.leader;
      return;
    }
    case "spawnRequest":
      receiveSpawnRequest(signal);
      return;
    case "spawnReply":
      receiveSpawnReply(signal);
      return;
    default:
      signal satisfies never;
  }
}
