import { join } from "node:path";
import { Code, Exception } from "../../src/index.js";
import type { Project } from "../../src/project/index.js";

/** What places in the files of a project are told by. */
interface Origin {
  readonly root: string;
  /** `p24_chat 0.1.0` */
  readonly application: string;
  /** The name of the module that a file is. */
  moduleOf(path: string): string | undefined;
}

/** Lets stack traces tell places in the project's files as Elixir does those of applications. */
export function nameFrames({ root, spec }: Project): void {
  const application = `${spec.name} ${spec.version}`;
  Exception.translateStacks((stack) => translateFrames(stack, { root, application, moduleOf: Code.moduleOfFile }));
}

/**
 * Names the functions of a project by their modules, and its files as seen from its folder.
 *
 * @param stack the text of an error's stack
 * @example
 * // at sendMessage (/home/me/p24_chat/src/p24_chat.ts:4:9)
 * // at P24Chat.sendMessage ((p24_chat 0.1.0) src/p24_chat.ts:4:9)
 */
export function translateFrames(stack: string, { root, application, moduleOf }: Origin): string {
  if (!stack.includes(`${root}/`)) return stack;
  const lines = stack.split("\n").map((line) => {
    // The runtime may be installed below: its frames are hidden by their whole paths.
    if (line.includes(`${root}/node_modules/`)) return line;
    const [, at, name, path, place] = /^(\s*at (?:async )?)(?:Object\.)?([\w$]+) \((.*?)(:\d+:\d+)\)$/.exec(line) ?? [];
    const module = path?.startsWith(join(root, "src", "/")) ? moduleOf(path) : undefined;
    if (module === undefined) return line.replace(`${root}/`, "");
    return `${at}${module}.${name} ((${application}) ${path!.slice(root.length + 1)}${place})`;
  });
  return lines.join("\n");
}
