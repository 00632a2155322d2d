/**
 * What the shell's helpers and its `IEx` take and give, as TypeScript. Those that print have nothing to
 * give; `v` depends on what was typed, and is not among them.
 *
 * @param reach how the types of a module are reached, such as `import("iex-ts")`
 * @returns undefined for what is no helper
 */
export function helperType(name: string, reach: (module: string) => string): string | undefined {
  if (!Object.hasOwn(HELPERS, name)) return undefined;
  return HELPERS[name]!.replaceAll("$", `${reach("iex-ts")}.`).replace("%", `${reach("iex-ts/shell")}.`);
}

const ASKS = "(about?: unknown) => Promise<void>";
const MODULE = "module: string | symbol | object";
const MODULES = "modules: string | symbol | object | readonly (string | symbol | object)[]";

const HELPERS: Readonly<Record<string, string>> = {
  IEx: "%PromptIEx",
  b: ASKS,
  c: "(files: string | readonly string[]) => Promise<symbol[]>",
  cd: "(folder: string) => Promise<void>",
  clear: "() => void",
  continue: "() => void",
  exports: ASKS,
  flush: "() => Promise<symbol>",
  h: ASKS,
  i: ASKS,
  importFile: "(path: string) => Promise<any>",
  importFileIfAvailable: "(path: string) => Promise<any>",
  importIfAvailable: "(specifier: string) => Promise<any>",
  l: `(${MODULE}) => Promise<$Tuple>`,
  ls: "(folder?: string) => Promise<void>",
  nl: `(...args: [${MODULE}] | [nodes: readonly (string | symbol)[], ${MODULE}]) => Promise<$Tuple>`,
  open: ASKS,
  pid: "(...numbers: [text: string | symbol] | [number, number, number]) => $Pid",
  port: "(...numbers: [text: string] | [number, number]) => $Port",
  processInfo: "(pid: $Pid) => Promise<void>",
  pwd: "() => Promise<void>",
  r: `(${MODULES}) => Promise<$Tuple>`,
  recompile: "(options?: { force?: boolean }) => Promise<symbol>",
  ref: "(...numbers: [text: string] | number[]) => $Reference",
  respawn: "() => void",
  runtimeInfo: "(topics?: string | symbol | readonly (string | symbol)[]) => Promise<void>",
  source: ASKS,
  t: ASKS,
  whereami: "(radius?: number) => Promise<void>",
};
