/** The code server: modules by name, functions by value. */
export { funCodec, setFunPid, warmUp } from "./fun.js";
export { importFromHere } from "./importer.js";
export { provideLibrary } from "./library.js";
export { compileFiles, loadShipped, reload, source } from "./load.js";
export { setRemoteCode } from "./remote-code.js";
export { addScopeProvider } from "./scopes.js";
export {
  codeServer,
  loadedModules,
  moduleName,
  registerModule,
  whichModule,
} from "./server.js";
