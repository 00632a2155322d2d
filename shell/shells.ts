import type { Device } from "../src/index.js";
import type { Project } from "../src/project/index.js";
import { openJobs } from "./jobs/open-jobs.js";
import type { Options } from "./options.js";
import type { Manner } from "./remote/remsh.js";
import { type Shell, type ShellOptions, startShell } from "./start.js";
import { createStyle } from "./style.js";
import { blockOf } from "./terminal/block.js";
import { isShared, type SharedTerminal, type ShellDevice } from "./terminal/device.js";
import { createBreak } from "./ui/break.js";

/** The shells of a device, taken together. */
export interface Shells extends Shell {
  /** Opens the menu of the shells, where there can be several. */
  open?(): Promise<void>;
}

export interface ShellsOptions {
  options: Options;
  project: Project | undefined;
  /** Keeps what was typed at a prompt. */
  remember(text: string): void;
}

/**
 * Starts the shell of a device: one that is all there is at a pipe, the first of several at a terminal.
 *
 * @throws Error when it is to run on another node, and cannot
 */
export async function openShells(device: ShellDevice, { options, project, remember }: ShellsOptions): Promise<Shells> {
  const { remsh } = options;
  const isTerminal = device.geometry() !== undefined;
  const common = {
    style: await createStyle(options.color ?? (isTerminal && !process.env.NO_COLOR)),
    dotIex: options.dotIex,
    ...(isTerminal ? { remember } : {}),
    interruptible: device.interruptible ?? false,
    haltOnError: options.haltOnError ?? false,
    check: options.check ?? (isTerminal ? "warn" : "off"),
    project,
  };
  const first = { evaluate: options.eval, require: options.require };
  const startLocal = (screen: ShellDevice, more: Pick<ShellOptions, "evaluate"> & Partial<ShellOptions>): Shell =>
    startShell({ ...common, ...more, screen });
  if (isShared(device)) return openSeveral(device, { manner: common, startLocal, first, remsh, remember });
  return remsh === undefined
    ? startLocal(device, first)
    : (await import("./remote/remsh.js")).openRemoteShell(remsh, device, common);
}

interface Several {
  manner: Manner;
  startLocal(screen: ShellDevice, more: Pick<ShellOptions, "evaluate"> & Partial<ShellOptions>): Shell;
  first: Pick<ShellOptions, "evaluate" | "require">;
  remsh: string | undefined;
  remember(text: string): void;
}

async function openSeveral(terminal: SharedTerminal, several: Several): Promise<Shells> {
  const { manner, startLocal, first, remsh, remember } = several;
  const onBreak = createBreak(terminal, () => end());
  const jobs = openJobs({
    terminal,
    manner,
    startLocal: (screen, leader) =>
      startLocal(screen, { onBreak, leader, ...(leader === undefined ? first : { evaluate: [] }) }),
    remembering: (device) => rememberingLines(device, remember),
    onBreak,
  });
  let isEnding = false;
  const end = (): void => {
    // What is to be tidied up may take for ever: whoever asks twice does not want to wait.
    if (isEnding) process.exit(0);
    isEnding = true;
    jobs.hangUp();
  };
  await jobs.start(remsh);
  return jobs;
}

/** The lines of a shell that runs elsewhere are remembered here, where the arrow keys are. */
export function rememberingLines(device: ShellDevice, remember: (text: string) => void): Device {
  return {
    write: (text, channel) => device.write(text, channel),
    geometry: () => device.geometry(),
    close: () => device.close(),
    async readLine(prompt, signal) {
      const line = await device.readLine(prompt, signal);
      if (line?.trim() && device.geometry()) remember(blockOf(line).trimEnd());
      return line;
    },
  };
}
