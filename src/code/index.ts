/** The code server: modules by name, functions by value. */

export { funCodec, setFunPid, warmUp } from "./fun.js";
export { importFile, importFromHere, requireFromHere } from "./importer.js";
export { provideLibrary } from "./library.js";
export { compileFiles, compileText, type Loaded, loadShipped, registerFiles, reload, source } from "./load.js";
export { addSourceRoot, projectModule as moduleOfFile } from "./naming.js";
export { moduleNamed } from "./nest.js";
export { setRemoteCode } from "./remote-code.js";
export { addScopeProvider } from "./scopes.js";
export {
  codeServer,
  loadedModules,
  moduleName,
  purgeModule,
  registerModule,
  whichModule,
} from "./server.js";
export type { Compile, Compiled, Unit } from "./unit.js";
