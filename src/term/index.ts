/** What a message can be. This room imports nothing. */
export { type Atom, type AtomValue, atom, atomName, isAtom } from "./atom.js";
export { BitString } from "./bit-string.js";
export { compareTerms, isMapTerm, isSameTerm } from "./compare.js";
export { formatCrash } from "./exception.js";
export { Float, float } from "./float.js";
export { ExternalFun, Fun } from "./fun.js";
export { ImproperList } from "./improper-list.js";
export { type InspectOptions, inspect } from "./inspect.js";
export { atomToName, nameToAtom } from "./name.js";
export { localOrigin, NO_NODE, origin, setLocalOrigin } from "./origin.js";
export { internPid, knowLivingPids, localPid, Pid, pidOfNumbers, rememberPid } from "./pid.js";
export { internPort, Port, portOfNumbers } from "./port.js";
export { internReference, makeRef, Reference, referenceOfNumbers, rememberReference } from "./reference.js";
export { TermMap } from "./term-map.js";
export { messageOf } from "./thrown.js";
export { isTuple, Tuple, type TupleOf, tuple, tupleFrom } from "./tuple.js";
