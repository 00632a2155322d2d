import { readdirSync, type Stats, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, sep } from "node:path";
import { ArgumentError, IO, inspect } from "../../src/index.js";
import { expandPath } from "../configure/evaluate-file.js";
import { widthOf } from "../configure/printing.js";
import { QUIET } from "../evaluator.js";
import type { Session } from "../session.js";
import type { Helper } from "./helper.js";
import { table } from "./table.js";

export const cd: Helper = {
  signature: "cd(folder)",
  summary: 'changes the current folder: cd("..")',
  details: "The folder is that of the whole node, of all its shells and of relative paths in c() and import.",
  make: (session) => async (folder: string) => {
    const path = pathOf(folder);
    try {
      process.chdir(path);
    } catch {
      return tell(session, "evalError", `No directory ${path}`);
    }
    return printFolder(session);
  },
};

export const pwd: Helper = {
  signature: "pwd()",
  summary: "prints the current folder",
  make: (session) => () => printFolder(session),
};

export const ls: Helper = {
  signature: 'ls(folder = ".")',
  summary: "lists what a folder holds",
  details: "Hidden files are listed, too. For a file its whole path is printed.",
  make:
    (session) =>
    async (folder: string = ".") => {
      const path = pathOf(folder);
      const found = lookAt(path);
      if (!found) return tell(session, "evalError", `No such file or directory ${folder}`);
      await IO.puts(found.isDirectory() ? listed(path, session) : path);
      return QUIET;
    },
};

/** The home folder is `~`, as in iex. */
async function printFolder(session: Session): Promise<typeof QUIET> {
  const [here, home] = [process.cwd(), homedir()];
  const isBelow = here === home || here.startsWith(home + sep);
  return tell(session, "evalInfo", isBelow ? `~${here.slice(home.length)}` : here);
}

async function tell({ style }: Session, kind: "evalError" | "evalInfo", text: string): Promise<typeof QUIET> {
  await IO.puts(style.color(kind, text));
  return QUIET;
}

function listed(folder: string, session: Session): string {
  const names = readdirSync(folder).sort();
  return table(names, widthOf(session), (name) =>
    lookAt(join(folder, name))?.isDirectory() ? session.style.color("lsDirectory", name) : name,
  );
}

function pathOf(folder: unknown): string {
  if (typeof folder === "string") return expandPath(folder);
  throw new ArgumentError(`could not tell which folder: ${inspect(folder)} is no text, give a path as in cd("..")`);
}

/** A link that leads nowhere, or round and round, leads to nothing. */
function lookAt(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
