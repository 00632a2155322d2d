/**
 * A node that others use: `node.js NAME [NEIGHBOUR SIZE]` prints `@ ready` once it has its name, and
 * `@ met TIME` when it has joined its neighbour's mesh and that has the given size. It ends with its
 * input.
 */
import { boot, inProcess, Node, Process, stringDevice } from "iex-ts";
import { startServers } from "./servers.js";

const [name, neighbour, size] = process.argv.slice(2);
process.stdin.on("end", () => process.exit()).resume();
boot(stringDevice());
await Node.start(name!);
await new Promise<void>((started) => {
  void inProcess(async () => {
    await startServers();
    started();
    await Process.sleep(Number.POSITIVE_INFINITY);
  });
});
process.stdout.write("@ ready\n");
if (neighbour)
  await inProcess(async () => {
    if (neighbour !== name) await Node.connect(neighbour);
    while (Node.list().length < Number(size) - 1) await Process.sleep(10);
    process.stdout.write(`@ met ${Date.now()}\n`);
  });
