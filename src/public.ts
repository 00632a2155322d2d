/** All that `iex-ts` exports. */
export { match, P } from "ts-pattern";
export { DecodeError, decode as binaryToTerm, encode as termToBinary } from "./etf/index.js";
export {
  type Device,
  IO,
  type IoDevice,
  type Level,
  log,
  type StringDevice,
  startGroupLeader,
  stringDevice,
} from "./io/index.js";
export { boot, type System } from "./node/boot.js";
export * as Code from "./node/code.js";
export * as Exception from "./node/exception.js";
export * as Global from "./node/global/global.js";
export { makeRef, node, pidFromText, portFromText, refFromText } from "./node/kernel.js";
export * as Node from "./node/node.js";
export * as Rpc from "./node/rpc.js";
export {
  Agent,
  Application,
  type ApplicationEnv,
  attempt,
  DynamicSupervisor,
  GenServer,
  Logger,
  Registry,
  Supervisor,
  Task,
} from "./otp/index.js";
export {
  ArgumentError,
  type Destination,
  Exit,
  exit,
  inProcess,
  Process,
  receive,
  type Skip,
  self,
  send,
  skip,
  spawn,
  spawnLink,
  spawnMonitor,
  UndefinedFunctionError,
} from "./process/index.js";
export {
  type Atom,
  type AtomValue,
  atom,
  atomName,
  BitString,
  ExternalFun,
  Float,
  Fun,
  float,
  ImproperList,
  type InspectOptions,
  inspect,
  isAtom,
  isTuple,
  Pid,
  Port,
  Reference,
  TermMap,
  Tuple,
  type TupleOf,
  tuple,
} from "./term/index.js";
