/** Other nodes: how they are named, found, called and spoken with. */
export { listen } from "./carriers/listener.js";
export { resolveCookie } from "./cookie.js";
export { type Distribution, startDistribution } from "./distribution.js";
export { lookup } from "./epmd/client.js";
export { MARKER } from "./epmd/protocol.js";
export { type Registrar, startRegistrar } from "./epmd/registrar.js";
export { parseNodeName } from "./name.js";
