import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestNode } from "iex-ts/testing";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const EXAMPLE = join(ROOT, "examples/p24_chat");

/** The project of the lesson on supervised tasks, in a folder of its own, with this repository's packages. */
export interface Chat {
  readonly path: string;
  /** Adds or replaces a file. */
  write(file: string, text: string): void;
  remove(): void;
}

/** Copies the project, as somebody has it who has just installed it. */
export function copyChat(): Chat {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "iex-ts-chat-")));
  for (const name of readdirSync(EXAMPLE))
    if (!["_build", "node_modules"].includes(name)) cpSync(join(EXAMPLE, name), join(path, name), { recursive: true });
  linkPackages(join(path, "node_modules"));
  return {
    path,
    write(file, text) {
      mkdirSync(dirname(join(path, file)), { recursive: true });
      writeFileSync(join(path, file), text);
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** What another program needs in its environment to find the nodes that this one finds, and to be let in. */
export async function worldOf(node: TestNode): Promise<{ HOME: string; ERL_EPMD_PORT: string }> {
  const shown = await node.type("JSON.stringify([process.env.HOME, process.env.ERL_EPMD_PORT])");
  const [home, port] = JSON.parse(JSON.parse(shown));
  return { HOME: home, ERL_EPMD_PORT: port };
}

function linkPackages(folder: string): void {
  mkdirSync(folder);
  for (const name of readdirSync(join(ROOT, "node_modules")))
    if (!name.startsWith(".")) symlinkSync(join(ROOT, "node_modules", name), join(folder, name));
  symlinkSync(ROOT, join(folder, "iex-ts"));
}
