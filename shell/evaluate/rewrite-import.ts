import { IMPORT } from "./snippet.js";
import { type Imported, type Source, UNNAMED } from "./step.js";
import type { Node } from "./tree.js";

/** `import … from "m"` becomes a call whose answer is bound name by name; re-exports only load their module. */
export function rewriteImport(source: Source, node: Node): void {
  const { text, code } = source;
  const specifier = code.slice(node.source.start, node.source.end);
  const call = `${IMPORT}(${specifier}${options(node)})`;
  text.overwrite(
    node.start,
    node.end,
    `${UNNAMED.begin}async () => { "use strict"; return [await ${call}]; }${UNNAMED.end}`,
  );
  const exported = node.type !== "ImportDeclaration";
  const names = importedNames(node);
  source.steps.push({ do: "import", thunk: source.thunks++, from: String(node.source.value), names, exported });
}

function options({ attributes = [] }: Node): string {
  const pairs = attributes.map(
    ({ key, value }: Node) => `${JSON.stringify(key.name ?? key.value)}: ${JSON.stringify(value.value)}`,
  );
  return pairs.length === 0 ? "" : `, { with: { ${pairs.join(", ")} } }`;
}

function importedNames({ specifiers = [] }: Node): Imported[] {
  return specifiers.map((specifier: Node) => ({ imported: importedName(specifier), local: specifier.local.name }));
}

/** In `export { a as b } from "m"` it is the local name that the module is to have. */
function importedName({ type, imported, local }: Node): string {
  if (type === "ImportNamespaceSpecifier") return "*";
  if (type === "ImportDefaultSpecifier") return "default";
  const { name, value } = imported ?? local;
  return name ?? value;
}
