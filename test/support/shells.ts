import { afterAll, beforeAll } from "@jest/globals";
import { command } from "../../src/testing/command.js";
import { createWorld, type World } from "../../src/testing/world.js";
import { openScreen, type ScreenOptions, type TestScreen } from "./terminal.js";

const [program, ...first] = command();

/** The words that start the built command. */
export const COMMAND: readonly string[] = [program, ...first];

/** How a shell is opened: with further arguments of the command, on such a terminal. */
type ShellOptions = ScreenOptions & { args?: readonly string[] };

/**
 * Opens a shell on a terminal, as a node of that name, and waits for its prompt. It starts in the
 * home folder of its world.
 */
export async function openShell(
  world: World,
  name?: string,
  { env, args = [], ...options }: ShellOptions = {},
): Promise<TestScreen> {
  const named = name === undefined ? [] : ["--sname", `${name}@localhost`];
  const screen = openScreen(program, [...first, ...named, ...args], {
    cwd: world.home,
    ...options,
    env: { ...world.env, COLUMNS: "", ...env },
  });
  await screen.waitFor(name === undefined ? "iex(1)>" : `iex(${name}@localhost)1>`);
  return screen;
}

export interface WholeShells {
  /** Opens a shell without a name. */
  open(options?: ShellOptions): Promise<TestScreen>;
  /** The home folder that all of them share. */
  home(): string;
}

/** Shells of one world, for the tests of one file. */
export function wholeShells(): WholeShells {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.remove());
  return { open: (options) => openShell(world, undefined, options), home: () => world.home };
}

/** The last rows, as many as are given, are these. */
export function ending(rows: string): (seen: string) => boolean {
  const text = rows.replaceAll(/ +$/gm, "");
  return (seen) => seen === text || seen.endsWith(`\n${text}`);
}

/** What a terminal that knows it sends around a paste. */
export const bracketed = (text: string): string => `\x1b[200~${text}\x1b[201~`;
