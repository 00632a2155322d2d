/** One file once it is built: each package by itself would cost the first line a search through folders. */
import { type Node, type Options, type Program, Parser as StrictParser } from "acorn";

export { default as MagicString } from "magic-string";

/** What this file overrides of acorn's parser: it is there for plugins, but not in its types. */
interface Overridable {
  parse(): Program;
  readonly scopeStack: readonly unknown[];
  raiseRecoverable(position: number, message: string): void;
  parseExprOp(left: Node, start: number, startLoc: unknown, minPrec: number, forInit: unknown): Node;
}

const Parser = StrictParser as unknown as new (options: Options, input: string) => Overridable;

/** Parses a module as the prompt takes one. */
export function parse(input: string, options: Options): Program {
  return new PromptParser(options, input).parse();
}

class PromptParser extends Parser {
  /** Where the chains of operators begin that are being parsed, the innermost last. */
  readonly #chains: number[] = [];

  /** Names that are exported may be from earlier texts, and of functions of one name the last one wins. */
  override raiseRecoverable(position: number, message: string): void {
    const isNested = this.scopeStack.length > 1;
    if (isNested || !/^Export '.*' is not defined|^Duplicate export|has already been declared$/.test(message))
      super.raiseRecoverable(position, message);
  }

  /** Takes `1 + 1 + …` operator by operator: acorn calls itself for each, which ends a chain of some thousands. */
  override parseExprOp(left: Node, start: number, startLoc: unknown, minPrec: number, forInit: unknown): Node {
    if (this.#chains.at(-1) === start) return left;
    this.#chains.push(start);
    let node = left;
    for (let before: Node | undefined; node !== before; ) {
      before = node;
      node = super.parseExprOp(before, start, startLoc, minPrec, forInit);
    }
    this.#chains.pop();
    return node;
  }
}
