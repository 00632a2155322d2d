import { type Key, render } from "ink";
import type { ReactElement } from "react";
import type { TakenScreen } from "../terminal/device.js";

/** A screen that asks something, and how to take it away before it is answered. */
export interface Asking<T> {
  readonly answer: Promise<T>;
  cancel(): void;
}

/**
 * Shows a component until it has an answer, below what is on the screen; its last rows stay there.
 *
 * @param component made with the function that it is to answer with
 */
export function ask<T>(
  { input, output }: TakenScreen,
  component: (answer: (value: T) => void) => ReactElement,
): Asking<T> {
  let settle: (value: T) => void = () => {};
  const settled = new Promise<T>((resolve) => {
    settle = resolve;
  });
  const app = render(component(settle), { stdin: input, stdout: output, exitOnCtrlC: false, patchConsole: false });
  const answer = settled.then((value) => {
    app.unmount();
    return value;
  });
  return { answer, cancel: () => app.unmount() };
}

/** The characters that a key puts in or takes away; what is typed in one go comes as one key. */
export function charactersOf(input: string, key: Key): string {
  if (key.return) return "\r";
  if (key.backspace || key.delete) return "\x7f";
  return key.ctrl || key.meta ? "" : input;
}
