import { command } from "../../src/testing/command.js";
import type { World } from "../../src/testing/world.js";
import { openScreen, type ScreenOptions, type TestScreen } from "./terminal.js";

const [program, ...first] = command();

/** The words that start the built command. */
export const COMMAND: readonly string[] = [program, ...first];

/** Opens a shell on a terminal, as a node of that name, and waits for its prompt. */
export async function openShell(
  world: World,
  name?: string,
  { env, args = [], ...options }: ScreenOptions & { args?: string[] } = {},
): Promise<TestScreen> {
  const named = name === undefined ? [] : ["--sname", `${name}@localhost`];
  const screen = openScreen(program, [...first, ...named, ...args], {
    ...options,
    env: { ...world.env, COLUMNS: "", ...env },
  });
  await screen.waitFor(name === undefined ? "iex(1)>" : `iex(${name}@localhost)1>`);
  return screen;
}

/** The last rows, as many as are given, are these. */
export function ending(rows: string): (seen: string) => boolean {
  const text = rows.replaceAll(/ +$/gm, "");
  return (seen) => seen === text || seen.endsWith(`\n${text}`);
}
