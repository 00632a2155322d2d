import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");

/** The code of the lesson that says which file it is, but for the first version of what is changed later. */
function filesOf(lesson: string): [path: string, text: string][] {
  const blocks = [...lesson.matchAll(/^```ts\n\/\/ (\S+)\n([\s\S]*?)^```$/gm)];
  return blocks
    .map(([, path, text]): [string, string] => [path!, text!])
    .filter(([path]) => path !== "src/p24_chat.ts");
}

/** The functions and types of a text, with their comments. */
function partsOf(text: string): string[] {
  return text.split(/\n\n(?=\S)/).map((part) => part.trim());
}

describe("the lesson on supervised tasks", () => {
  const lesson = read("docs/lessons/supervised-tasks.md");

  it.each(filesOf(lesson))("shows %s as it is in the example", (path, text) => {
    expect(text).toBe(read(`examples/p24_chat/${path}`));
  });

  it("ends with the module of the example", () => {
    const [last] = [...lesson.matchAll(/^```ts\n([\s\S]*?)^```$/gm)]
      .map(([, code]) => code!)
      .filter((code) => code.includes("declare module"));
    const parts = partsOf(read("examples/p24_chat/src/p24_chat.ts"));
    for (const part of partsOf(last!))
      expect(parts.map((known) => known.replace(/^\/\*\* Chat .*\n/, ""))).toContain(part);
  });
});
