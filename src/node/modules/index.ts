/** The modules of Erlang that other nodes call by name on any node: as much of them as means something here. */

import { fread, ioLib } from "../../io/index.js";
import { global } from "../global/module.js";
import { code } from "./code.js";
import { erlang } from "./erlang.js";
import { erpc } from "./erpc.js";
import { init } from "./init.js";
import { net_adm, net_kernel } from "./net.js";
import { proc_lib } from "./proc-lib.js";
import { timer } from "./timer.js";

export const erlangModules: Readonly<Record<string, object>> = {
  code,
  erlang,
  erpc,
  global,
  init,
  io_lib: { ...ioLib, fread },
  net_adm,
  net_kernel,
  proc_lib,
  timer,
};
