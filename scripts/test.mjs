/** `npm test -- OPTIONS`: from a fresh clone to the end of the tests. Options are jest's. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { prepare, root, say } from "./prepare.mjs";

await prepare();
say("running the tests");
const jest = join(root, "node_modules", "jest", "bin", "jest.js");
const tests = spawn(
  process.execPath,
  ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning", jest, ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: "inherit",
  },
);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => tests.kill(signal));
tests.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
