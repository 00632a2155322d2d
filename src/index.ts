/**
 * iex-ts: processes, links, monitors and distribution as Erlang has them, for TypeScript.
 *
 * @packageDocumentation
 */

import { provide } from "./node/library.js";
import * as library from "./public.js";

provide(library);

export * from "./public.js";
