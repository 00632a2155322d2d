/**
 * Scripted sessions: starts real `iex-ts` nodes and talks to them as a person does, for tests of
 * programs that are used at a prompt. Needs no test runner, and a POSIX system.
 *
 * Nothing in it sleeps: each step waits for a prompt or for output, with a generous bound.
 *
 * @example
 * import { startNode, stopAll } from "iex-ts/testing";
 *
 * afterEach(stopAll);
 *
 * it("prints at the caller what a remote process prints", async () => {
 *   const me = await startNode("me");
 *   await startNode("you");
 *   await me.check('Node.spawnLink("you@localhost", () => IO.puts("hi"))', "[unordered]\nhi\n#PID<..>\n[/unordered]");
 * });
 *
 * @packageDocumentation
 */

import { type Cluster, createCluster } from "./cluster.js";

export { type Cluster, type ClusterOptions, createCluster } from "./cluster.js";
export type { NodeOptions } from "./launch.js";
export type { Ended, TestNode, TypeOptions } from "./node.js";
export { type Captures, MismatchError, matchOutput } from "./pattern.js";

const cluster = createCluster();

/** Starts a node in this file's own cluster; see {@link Cluster.start}. */
export const startNode: Cluster["start"] = (name, options) => cluster.start(name, options);

/** Plays a transcript in this file's own cluster; see {@link Cluster.play}. */
export const play: Cluster["play"] = (transcript, captures) => cluster.play(transcript, captures);

/** Ends all nodes of this file's own cluster, and removes what they left. */
export const stopAll: Cluster["stopAll"] = () => cluster.stopAll();
