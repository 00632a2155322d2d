/** The code server: modules by name, functions by value. */
export { CompileError } from "./compile-error.js";
export { fromTerm, funCodec, setFunPid, toTerm, warmUp } from "./fun.js";
export { importFromHere } from "./importer.js";
export { provideLibrary, rememberImport } from "./library.js";
export { compileFiles, type Loaded, type LoadOptions, loadShipped, reload, source } from "./load.js";
export { markScope } from "./namespace.js";
export { isRemoteCodeAllowed, setRemoteCode } from "./remote-code.js";
export { addScopeProvider, type ScopeProvider, type ScopeView } from "./scopes.js";
export {
  codeServer,
  exportOf,
  functionsOf,
  type LoadedModule,
  loadedModules,
  moduleName,
  registerModule,
  type Source,
  undefinedFunction,
  whichModule,
} from "./server.js";
export type { Shipment } from "./shipment.js";
export { type Locate, mapStack } from "./source-map.js";
