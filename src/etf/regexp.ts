import { atom } from "../term/index.js";
import { writeRecord } from "./fields.js";
import type { Parts } from "./parts.js";
import type { Writer } from "./writer.js";

type Fields = Readonly<Record<string, unknown>>;

const REGEX = atom("Elixir.Regex");
/** Stands where Elixir keeps the version of PCRE: since it is not its own, it compiles the source anew. */
const ENGINE = "ECMAScript/";
/** The flags that mean the same in both languages, and their names since Elixir 1.15. */
const SHARED = { i: "caseless", m: "multiline", s: "dotall", u: "unicode" };
/** The structs that regular expressions were read from: they hold what PCRE compiled. */
const structs = new WeakMap<RegExp, Fields>();

/**
 * Writes a `RegExp` as Elixir's `Regex`, which compiles the source when it is first used. Flags
 * that Elixir does not have survive the way there and back. `lastIndex` stays behind.
 */
export function writeRegExp(writer: Writer, regexp: RegExp): Parts {
  const { source, flags } = regexp;
  const struct = structs.get(regexp);
  if (struct !== undefined) return writeRecord(writer, regexp, struct);
  const opts = [...flags].filter((flag) => flag in SHARED).join("");
  return writeRecord(writer, regexp, {
    __struct__: REGEX,
    opts,
    re_pattern: null,
    re_version: ENGINE + flags,
    source,
  });
}

/** A `Regex`; undefined for one whose source or options mean nothing, or something else, in JavaScript. */
export function readRegExp(struct: Fields): RegExp | undefined {
  const { source, re_version: version } = struct;
  if (typeof source !== "string") return undefined;
  if (typeof version === "string" && version.startsWith(ENGINE)) return ours(struct, source, version);
  const flags = flagsOf(struct.opts);
  if (flags === undefined || !isPortable(source)) return undefined;
  const regexp = compile(source, flags);
  if (regexp !== undefined) structs.set(regexp, struct);
  return regexp;
}

/** One that JavaScript wrote. Its struct is kept all the same: a peer may have made something like it. */
function ours(struct: Fields, source: string, version: string): RegExp | undefined {
  const regexp = compile(source, version.slice(ENGINE.length));
  if (regexp !== undefined) structs.set(regexp, struct);
  return regexp;
}

function flagsOf(opts: unknown): string | undefined {
  if (typeof opts === "string") return [...opts].every((flag) => flag in SHARED) ? opts : undefined;
  if (!Array.isArray(opts)) return undefined;
  const words = opts.filter((opt) => opt !== atom("ucp"));
  const flags = Object.entries(SHARED).filter(([, word]) => words.includes(atom(word)));
  return flags.length === words.length ? flags.map(([flag]) => flag).join("") : undefined;
}

/** The strict grammar of flag `u` refuses escapes such as `\A`, which would otherwise mean a plain letter. */
function isPortable(source: string): boolean {
  return compile(source, "u") !== undefined;
}

function compile(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}
