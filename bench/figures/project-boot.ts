import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Figure } from "../figure.js";
import { command } from "../places.js";
import { bootOf, type ShellAtPipes, startIex, startOurs } from "../shells.js";

const NAME = "p24_chat";

export const projectBoot: Figure = {
  name: "project-boot",
  title: "boot of -S mix to the first prompt, nothing to compile",
  unit: "ms",
  better: "less",
  sides: {
    ours: async () => {
      const project = newProject(process.execPath, [command]);
      await bootOf(() => startOurs(project));
      return () => bootOf(() => startOurs(project));
    },
    "bare shell": () => () => bootOf(() => startOurs()),
    beam: {
      beam: async () => {
        const project = newProject("mix", []);
        await bootOf(() => startIex(project));
        return () => bootOf(() => startIex(project));
      },
    },
  },
  budgets: [
    { against: "bare shell", ratio: 1.5 },
    { against: "beam", ratio: 0.4 },
  ],
};

export const projectColdBoot: Figure = {
  name: "project-cold-boot",
  title: "the same, with everything to compile",
  unit: "ms",
  better: "less",
  sides: {
    ours: () => {
      const project = newProject(process.execPath, [command]);
      return () => coldBootOf(project, () => startOurs(project));
    },
    beam: {
      beam: () => {
        const project = newProject("mix", []);
        return () => coldBootOf(project, () => startIex(project));
      },
    },
  },
  budgets: [],
};

/** Makes a project with a supervision tree in the home of this run, and goes with it: this process is killed. */
function newProject(program: string, args: readonly string[]): string {
  const folder = mkdtempSync(join(homedir(), "project-"));
  execFileSync(program, [...args, "new", NAME, "--sup"], { cwd: folder, stdio: "ignore" });
  return join(folder, NAME);
}

function coldBootOf(project: string, start: () => Promise<ShellAtPipes>): Promise<number> {
  rmSync(join(project, "_build"), { recursive: true, force: true });
  return bootOf(start);
}
