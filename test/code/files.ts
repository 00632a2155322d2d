import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "@jest/globals";

const made: string[] = [];

afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

/** Writes files into a folder that is removed when the tests of the file are over. */
export function folder(files: Record<string, string> = {}): { path: string; write(name: string, text: string): void } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "iex-code-")));
  made.push(path);
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  return { path, write };
}
