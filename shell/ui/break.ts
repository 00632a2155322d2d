import type { SharedTerminal, TakenScreen } from "../terminal/device.js";
import type { Asking } from "./ask.js";
import { distributionText, infoText, modulesText, versionText } from "./node-text.js";
import { processLines, processRows } from "./process-rows.js";

/**
 * What Ctrl+C at an empty prompt opens: Erlang's BREAK menu, below what is on the screen. Meanwhile
 * processes and other nodes go on, and what they print appears after it. Ctrl+C once more ends the node.
 *
 * @param end ends the node
 * @returns opens the menu
 */
export function createBreak(terminal: SharedTerminal, end: () => void): () => void {
  let asking: Asking<unknown> | undefined;
  let isOpen = false;
  const abort = (): void => {
    asking?.cancel();
    asking = undefined;
    end();
  };
  const open = async (): Promise<void> => {
    const screen = terminal.takeOver(abort);
    const { askBreak, askKill } = await loadScreens().catch((error) => {
      screen.release();
      throw error;
    });
    const show = <T>(next: Asking<T>): Promise<T> => {
      asking = next;
      return next.answer;
    };
    const choice = await show(askBreak(screen));
    if (choice === "k") await show(askKill(screen));
    asking = undefined;
    finish(choice, screen, terminal, end);
  };
  return () => {
    if (isOpen) return abort();
    isOpen = true;
    void open().finally(() => {
      isOpen = false;
    });
  };
}

function finish(choice: string, screen: TakenScreen, terminal: SharedTerminal, end: () => void): void {
  if (choice === "a") end();
  else {
    screen.release();
    const text = answers[choice]?.(terminal);
    if (text !== undefined) void terminal.write(text);
  }
}

const answers: Readonly<Record<string, (terminal: SharedTerminal) => string>> = {
  p: (terminal) => `${processLines(processRows(), terminal.geometry()?.columns ?? 80).join("\n")}\n`,
  i: infoText,
  l: modulesText,
  v: versionText,
  d: distributionText,
};

/** Loaded when they are first needed: it takes a third of a second. */
async function loadScreens() {
  // Where CI is set, ink draws nothing before the end; but here is somebody at a terminal.
  const { CI, CONTINUOUS_INTEGRATION } = process.env;
  delete process.env.CI;
  delete process.env.CONTINUOUS_INTEGRATION;
  try {
    return await import("./screens.js");
  } finally {
    Object.assign(process.env, CI && { CI }, CONTINUOUS_INTEGRATION && { CONTINUOUS_INTEGRATION });
  }
}
