import { afterAll, beforeAll } from "@jest/globals";
import { command } from "../../../src/testing/command.js";
import { createWorld, type World } from "../../../src/testing/world.js";
import { openScreen, type ScreenOptions, type TestScreen } from "../../support/terminal.js";

export interface WholeShell {
  /** Opens the built command on a terminal of its own and waits for its prompt. */
  open(options?: ScreenOptions): Promise<TestScreen>;
  /** The home directory that all of them share. */
  home(): string;
}

/** The built command, for the tests of one file. */
export function wholeShells(): WholeShell {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.remove());
  const [program, ...args] = command();
  return {
    async open({ env, ...options } = {}) {
      const screen = openScreen(program, args, {
        cwd: world.home,
        ...options,
        env: { ...world.env, COLUMNS: "", ...env },
      });
      await screen.waitFor("iex(1)>");
      return screen;
    },
    home: () => world.home,
  };
}

/** The last rows, as many as are given, are these. */
export function ending(rows: string): (seen: string) => boolean {
  const text = rows.replaceAll(/ +$/gm, "");
  return (seen) => seen === text || seen.endsWith(`\n${text}`);
}

/** What a terminal that knows it sends around a paste. */
export const bracketed = (text: string): string => `\x1b[200~${text}\x1b[201~`;
