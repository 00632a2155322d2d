import { shownPath } from "../evaluate/index.js";
import type { Session } from "../session.js";

/**
 * Compiles and loads files, with their types checked beside it where the shell checks types.
 *
 * @param files absolute paths
 * @throws TypesError where code that does not fit is refused: then nothing is loaded
 */
export async function checked<T>(files: readonly string[], { types }: Session, load: () => Promise<T>): Promise<T> {
  const typing = types.beginFiles(files);
  // What fails at once is told with the place that it was typed at, which an await would lose.
  if (typing.refused && (await typing.refused())) throw new TypesError(files);
  const loaded = await load();
  await typing.succeeded();
  return loaded;
}

/** What does not fit has been printed. */
class TypesError extends Error {
  override readonly name = "CompileError";

  constructor(files: readonly string[]) {
    const named = files.map(shownPath).join(", ");
    super(
      `could not load ${named}: types do not fit, as is told above, and --check error refuses such code; correct it, or start the shell with --check warn`,
    );
  }
}
