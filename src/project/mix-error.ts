/** Something that a project or a command lacks. It is shown as Mix shows it: `** (Mix) message`. */
export class MixError extends Error {
  override readonly name = "Mix";
}
