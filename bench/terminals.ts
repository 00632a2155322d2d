import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { spawn } from "@lydell/node-pty";
import type { ReplKind } from "./repls.js";

/** A shell in a terminal, where Tab completes. */
export interface TerminalRepl {
  /**
   * Types the beginning of something, and Tab as often as this shell wants it pressed. The line is empty
   * again afterwards.
   *
   * @returns milliseconds from the last Tab until the screen shows how it may go on
   */
  complete(): Promise<number>;
  stop(): Promise<void>;
}

const CTRL_U = "\x15";
/** How long, in milliseconds, a shell has to take in what was typed: without it keys would be a paste. */
const ECHO = 200;

/** Resolves at the first prompt. */
export async function openTerminal({
  file,
  args,
  completion: { text, candidates, presses },
}: ReplKind): Promise<TerminalRepl> {
  // Colours would stand between the letters.
  const env = { ...process.env, TERM: "xterm", NO_COLOR: "1", NODE_DISABLE_COLORS: "1" };
  const terminal = spawn(file, [...args], { cols: 80, rows: 24, env });
  const kill = (): void => terminal.kill("SIGKILL");
  process.once("exit", kill);
  let output = "";
  let seen = (): void => {};
  terminal.onData((data) => {
    output += data;
    seen();
  });
  const shows = (wanted: (output: string) => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const ended = terminal.onExit(() => reject(new Error(`Waited in vain for ${file} ${args.join(" ")}`)));
      seen = () => {
        if (!wanted(output)) return;
        ended.dispose();
        resolve();
      };
      seen();
    });
  const say = (keys: string): void => {
    output = "";
    terminal.write(keys);
  };
  const prompts = (all: string): boolean => stripVTControlCharacters(all).endsWith("> ");
  await shows(prompts);
  return {
    complete: async () => {
      say(text);
      await sleep(ECHO);
      for (let press = 1; press < presses; press++) {
        say("\t");
        await sleep(ECHO);
      }
      const begin = performance.now();
      say("\t");
      await shows((all) => candidates.every((candidate) => all.includes(candidate)));
      const took = performance.now() - begin;
      say(`${CTRL_U}7654321\r`);
      await shows((all) => prompts(all) && all.includes("7654321\r\n"));
      return took;
    },
    stop: () =>
      new Promise((resolve) => {
        terminal.onExit(() => resolve());
        process.off("exit", kill);
        kill();
      }),
  };
}
