import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { rememberImport, rememberRequired } from "./library.js";
import type { Namespace } from "./namespace.js";

/** What Node.js loads itself: packages, built-in modules, and compiled add-ons. */

export async function importNative(specifier: string, url: string): Promise<Namespace> {
  if (url.endsWith(".node")) return importAddOn(url);
  const namespace = await (url.endsWith(".json") ? import(url, { with: { type: "json" } }) : import(url));
  if (!isFile(specifier, url)) rememberImport(specifier, namespace);
  return namespace;
}

/** Node.js imports none of these, but requires them. */
function importAddOn(url: string): Namespace {
  const exports = requireNative(url, url, url) as object;
  return { ...exports, default: exports };
}

export function requireNative(specifier: string, url: string, from: string): unknown {
  const load = createRequire(from);
  const exports = url.startsWith("node:") ? load(url) : load(fileURLToPath(url));
  if (!isFile(specifier, url)) rememberRequired(specifier, exports);
  return exports;
}

/** Files are on this machine alone: what they export cannot be had by name elsewhere. */
function isFile(specifier: string, url: string): boolean {
  return url.startsWith("file:") && /^([./]|file:)/.test(specifier);
}
