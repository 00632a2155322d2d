/** A node that others use: `node.js NAME [NEIGHBOUR]` prints `@ ready` once it has its name, and ends with its input. */
import { boot, inProcess, Node, Process, stringDevice } from "iex-ts";

const [name, neighbour] = process.argv.slice(2);
process.stdin.on("end", () => process.exit()).resume();
boot(stringDevice());
await Node.start(name!);
process.stdout.write("@ ready\n");
if (neighbour) await inProcess(() => Node.connect(neighbour));
const size = Number(process.env.MESH_SIZE ?? 0);
if (size > 0) {
  await inProcess(async () => {
    while (Node.list().length < size - 1) await Process.sleep(10);
  });
  process.stdout.write(`@ met ${Date.now()}\n`);
}
