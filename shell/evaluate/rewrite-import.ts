import { IMPORT } from "./snippet.js";
import type { Imported, Source } from "./step.js";
import type { Node } from "./tree.js";

/** `import … from "m"` becomes a call whose answer is bound name by name; re-exports only load their module. */
export function rewriteImport(source: Source, node: Node): void {
  const { text, code } = source;
  const specifier = code.slice(node.source.start, node.source.end);
  const call = `${IMPORT}(${specifier}${options(node)})`;
  text.overwrite(node.start, node.end, `async () => { "use strict"; return [await ${call}]; },\n`);
  source.steps.push({ do: "import", thunk: source.thunks++, names: importedNames(node) });
}

function options({ attributes = [] }: Node): string {
  const pairs = attributes.map(
    ({ key, value }: Node) => `${JSON.stringify(key.name ?? key.value)}: ${JSON.stringify(value.value)}`,
  );
  return pairs.length === 0 ? "" : `, { with: { ${pairs.join(", ")} } }`;
}

function importedNames({ type, specifiers = [] }: Node): Imported[] {
  if (type !== "ImportDeclaration") return [];
  return specifiers.map((specifier: Node) => ({ imported: importedName(specifier), local: specifier.local.name }));
}

function importedName({ type, imported }: Node): string {
  if (type === "ImportNamespaceSpecifier") return "*";
  return type === "ImportDefaultSpecifier" ? "default" : (imported.name ?? imported.value);
}
