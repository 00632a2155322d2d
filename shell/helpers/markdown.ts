import type { Style } from "../style.js";
import { fill } from "./wrap.js";

interface Page {
  /** In characters. */
  readonly width: number;
  readonly style: Pick<Style, "heading" | "inspect">;
}

/**
 * Lays Markdown out for a terminal: paragraphs and items are filled, code stays as it is. Where there
 * are colours, headings and emphasis are bold and code is coloured; where there are none, the marks stay.
 */
export function renderMarkdown(text: string, page: Page): string {
  return blocks(text)
    .map((block) => renderBlock(block, page))
    .join("\n\n");
}

/** Parts between empty lines; a fence is one part, with all that stands in it. */
function blocks(text: string): string[] {
  const parts: string[] = [];
  let fenced = false;
  let current: string[] = [];
  const end = (): void => {
    if (current.length > 0) parts.push(current.join("\n"));
    current = [];
  };
  for (const line of text.split("\n")) {
    const isFence = /^\s*```/.test(line);
    if (isFence) fenced = !fenced;
    if ((isFence && fenced) || (line.trim() === "" && !fenced)) end();
    if (line.trim() !== "" || fenced) current.push(line);
    if (isFence && !fenced) end();
  }
  end();
  return parts;
}

function renderBlock(block: string, page: Page): string {
  if (/^\s*```/.test(block))
    return code(
      block.split("\n").filter((line) => !/^\s*```/.test(line)),
      page,
    );
  if (/^ {4}/.test(block))
    return code(
      block.split("\n").map((line) => line.slice(4)),
      page,
    );
  const heading = /^#{1,6}\s+(.*)$/.exec(block);
  if (heading) return page.style.heading(heading[1]!);
  if (/^\s*([*-]|\d+\.)\s/.test(block))
    return items(block)
      .map((item) => renderItem(item, page))
      .join("\n");
  return inline(fill(words(block), page.width), page);
}

function code(lines: readonly string[], { style }: Page): string {
  const { color } = style.inspect;
  return lines.map((line) => `    ${color && line !== "" ? color("atom", line) : line}`.trimEnd()).join("\n");
}

function items(block: string): string[] {
  return block.split(/\n(?=\s*(?:[*-]|\d+\.)\s)/);
}

function renderItem(item: string, page: Page): string {
  const [, mark = "", rest = ""] = /^\s*([*-]|\d+\.)\s+([\s\S]*)$/.exec(item) ?? [];
  const shown = /^[*-]$/.test(mark) ? "•" : mark;
  const indent = " ".repeat(shown.length + 3);
  return `  ${shown} ${inline(fill(words(rest), page.width - indent.length, indent), page)}`;
}

/** Code is one word, so that no line breaks in it. */
function words(text: string): string[] {
  const plain = text
    .replace(/\{@link\s+([^}]+)\}/g, "`$1`")
    .replace(/\s+/g, " ")
    .trim();
  return plain.match(/(?:[^\s`]|`[^`]*`)+/g) ?? [];
}

function inline(text: string, { style }: Page): string {
  const { color } = style.inspect;
  if (!color) return text;
  return text
    .replace(/\*\*([^*\n]+)\*\*/g, (_, strong: string) => style.heading(strong))
    .replace(/`([^`]*)`/g, (_, quoted: string) => color("atom", quoted));
}
