/** What a message can be. This room imports nothing. */
export { type Atom, type AtomValue, atom, atomName, isAtom } from "./atom.js";
export { BitString } from "./bit-string.js";
export { Float, float } from "./float.js";
export { ExternalFun, Fun } from "./fun.js";
export { ImproperList } from "./improper-list.js";
export { atomToName, nameToAtom } from "./name.js";
export { localOrigin, NO_NODE, nodeAt, nodeIndex, type Origin, origin, setLocalOrigin } from "./origin.js";
export { internPid, localPid, Pid, rememberPid } from "./pid.js";
export { internPort, Port } from "./port.js";
export { internReference, makeRef, Reference, rememberReference } from "./reference.js";
export { isTuple, Tuple, type TupleOf, tuple, tupleFrom } from "./tuple.js";
