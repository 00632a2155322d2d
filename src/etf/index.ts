/** Erlang's External Term Format: bytes <-> terms, both ways. Pure: it imports the terms and nothing else of the runtime. */
export { readAtomEntry } from "./atom.js";
export { decode, encode } from "./codec.js";
export { DecodeError } from "./decode-error.js";
export { setFunCodec } from "./fun.js";
export { readTerm } from "./read-term.js";
export { type DecodedAtom, Reader } from "./reader.js";
export { writeTerm } from "./write-term.js";
export { Writer } from "./writer.js";
