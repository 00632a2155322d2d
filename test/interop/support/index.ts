/** Nodes of Erlang and Elixir for tests. */
export { Beam } from "./beam.js";
export { describeWithBeam } from "./describe-with-beam.js";
export { createInterop, type Interop } from "./interop.js";
export { WireNodes } from "./wire-node.js";
