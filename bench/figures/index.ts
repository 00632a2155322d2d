import type { Figure } from "../figure.js";
import { bareBoot } from "./bare-boot.js";
import { bareMemory, typesMemory } from "./bare-memory.js";
import { beamBytes, beamLarge } from "./beam-bytes.js";
import { beamCall } from "./beam-call.js";
import { beamEchoes } from "./beam-echoes.js";
import { beamPingPong } from "./beam-ping-pong.js";
import { beamSpawn } from "./beam-spawn.js";
import { boot } from "./boot.js";
import { firstCompletion, largeCompletion, laterCompletion } from "./completion.js";
import { firstLine } from "./first-line.js";
import { idle } from "./idle.js";
import { line } from "./line.js";
import { localOneWay } from "./local-one-way.js";
import { localPingPong } from "./local-ping-pong.js";
import { memory } from "./memory.js";
import { mesh } from "./mesh.js";
import { nodedown } from "./nodedown.js";
import { projectBoot, projectColdBoot } from "./project-boot.js";
import { remoteBytes } from "./remote-bytes.js";
import { remoteCall } from "./remote-call.js";
import { remoteOneWay } from "./remote-one-way.js";
import { remoteOutput } from "./remote-output.js";
import { remotePingPong } from "./remote-ping-pong.js";
import { remoteSpawn } from "./remote-spawn.js";
import { remoteTask } from "./remote-task.js";
import { localServerCall, remoteServerCall } from "./server-call.js";
import { shipping, shippingFromPrompt } from "./shipping.js";
import { spawning } from "./spawning.js";
import { steadyLine } from "./steady-line.js";
import { decoding, encoding } from "./term-format.js";
import { tree } from "./tree.js";

/** All that is measured, in the order of the table. */
export const figures: readonly Figure[] = [
  boot,
  bareBoot,
  projectBoot,
  projectColdBoot,
  memory,
  bareMemory,
  typesMemory,
  firstLine,
  line,
  steadyLine,
  firstCompletion,
  laterCompletion,
  largeCompletion,
  localPingPong,
  localOneWay,
  spawning,
  idle,
  remotePingPong,
  remoteOneWay,
  remoteBytes,
  remoteSpawn,
  localServerCall,
  remoteServerCall,
  remoteTask,
  tree,
  remoteCall,
  remoteOutput,
  shippingFromPrompt,
  shipping,
  encoding,
  decoding,
  beamPingPong,
  beamEchoes,
  beamBytes,
  beamLarge,
  beamSpawn,
  beamCall,
  nodedown,
  mesh,
];
