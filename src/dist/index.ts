/** Other nodes: how they are named, found, called and spoken with. */
export { type Listener, type ListenOptions, listen } from "./carriers/listener.js";
export { resolveCookie } from "./cookie.js";
export {
  type Distribution,
  type DistributionOptions,
  type Kernel,
  type NodeKind,
  startDistribution,
} from "./distribution.js";
export { lookup, NameInUse } from "./epmd/client.js";
export { MARKER } from "./epmd/protocol.js";
export { type Registrar, startRegistrar } from "./epmd/registrar.js";
export { InvalidNodeName, type NameMode, parseNodeName } from "./name.js";
