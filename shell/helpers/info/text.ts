import { inspect } from "../../../src/index.js";
import type { Card } from "./card.js";
import { nodeLines } from "./node-name.js";

export function stringCard(text: string): Card {
  const bytes = new TextEncoder().encode(text);
  return [
    ["Data type", "string"],
    ["Length", String(text.length)],
    ["Byte size", String(bytes.length)],
    ["Description", "This is a string: UTF-16 here, a UTF-8 encoded binary for other nodes."],
    ...nodeLines(text),
    ["Raw representation", inspect(bytes, { width: 78 })],
    ["Erlang term", "binary"],
    ["Reference modules", "String"],
  ];
}

export function bytesCard(bytes: Uint8Array): Card {
  return [
    ["Data type", bytes.constructor.name],
    ["Byte size", String(bytes.length)],
    ["Description", describeBytes(bytes)],
    ["Erlang term", "binary"],
    [
      "Reference modules",
      bytes.constructor.name === "Uint8Array" ? "Uint8Array" : `${bytes.constructor.name}, Uint8Array`,
    ],
  ];
}

function describeBytes(bytes: Uint8Array): string {
  const is = "This is a binary: a collection of bytes.";
  const text = decoded(bytes);
  if (text !== undefined) return `${is} They are valid UTF-8:\nwhoever sends them back sends a string.`;
  return `${is} It's printed with the \`<<>>\`\nsyntax because it is not a UTF-8 encoded binary\n(the first invalid byte being \`<<${firstInvalid(bytes)}>>\`)`;
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The first byte that no text could have there: where the longest beginning that is a text ends. */
function firstInvalid(bytes: Uint8Array): number | undefined {
  const lenient = new TextDecoder("utf-8", { ignoreBOM: true });
  const before = lenient.decode(bytes).split("\ufffd")[0] ?? "";
  return bytes[new TextEncoder().encode(before).length];
}
