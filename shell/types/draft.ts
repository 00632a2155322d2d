import type * as TypeScript from "typescript";
import type { SnippetModule } from "./snippet-module.js";

/** A text that is being looked at. */
export interface Draft {
  readonly file: TypeScript.SourceFile;
  readonly checker: TypeScript.TypeChecker;
  readonly module: SnippetModule;
}
