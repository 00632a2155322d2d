import { join } from "node:path";
import { boot, Node, stringDevice } from "iex-ts";
import { startChild } from "./children.js";
import { beam } from "./places.js";
import { freshName, lineOf } from "./two-nodes.js";

/** Makes this OS process a node that is connected with one of Elixir, which runs `beam/far.exs`; returns its name. */
export async function withBeam(): Promise<string> {
  boot(stringDevice());
  await Node.start(freshName("near"));
  const far = freshName("beam-far");
  const child = startChild("elixir", ["--sname", far, join(beam, "far.exs")], {
    stdio: ["pipe", "pipe", "inherit"],
    detached: true,
  });
  await lineOf(child, "@ ready");
  if (!(await Node.connect(far))) throw new Error(`Cannot connect with ${far}`);
  return far;
}
