import type { Device } from "../../src/index.js";
import { Group, type GroupHost } from "./group.js";
import type { LineEditor } from "./line-editor.js";
import type { Read } from "./reads.js";
import type { Screen } from "./screen.js";

/** What the prompts of a terminal are shown with. */
export interface PromptsOptions {
  readonly editor: LineEditor;
  readonly screen: Screen;
  /** What all groups of the terminal have in common. */
  readonly host: GroupHost;
  /** A prompt is on the screen, and what was typed ahead is about to be typed at it. */
  onShown(): void;
}

/**
 * Whose prompt it is that the screen shows: of several groups the current one's, and of its reads the
 * newest. What is typed at a prompt stays with it while another one is shown.
 */
export class Prompts {
  readonly #options: PromptsOptions;
  /** Who reads at the terminal itself. */
  readonly own: Group;
  readonly #groups: Set<Group>;
  #group: Group;

  constructor(options: PromptsOptions) {
    this.#options = options;
    this.own = new Group(options.host, true);
    this.#group = this.own;
    this.#groups = new Set([this.own]);
  }

  openGroup(): Group {
    const group = new Group(this.#options.host, false);
    this.#groups.add(group);
    return group;
  }

  endGroup(group: Group): void {
    this.#groups.delete(group);
    if (group === this.#group) this.park();
    group.reads.endAll();
  }

  /** @param device one of {@link openGroup}; any other stands for the terminal itself */
  switchTo(device: Device): void {
    const { editor, screen } = this.#options;
    const group = device instanceof Group ? device : this.own;
    if (group === this.#group) return;
    this.keepTyped();
    if (editor.shown) screen.leave("");
    else screen.breakRow();
    this.#group.held = editor.exchangeHeld(group.held);
    group.held = [];
    this.#group = group;
    group.visit();
    this.show();
  }

  /** Asks for a line; null where nobody can be asked any more. */
  read(group: Group, prompt: string, signal?: AbortSignal): Promise<string | null> {
    if (!this.#groups.has(group)) return Promise.resolve(null);
    if (group === this.#group) this.park();
    const text = group.orphan;
    group.orphan = "";
    const withdraw = (read: Read) => this.#withdraw(group, read);
    const answer = group.reads.add({ prompt, text, cursor: text.length }, signal, withdraw);
    this.show();
    return answer;
  }

  /** Takes the prompt off the screen until {@link show}. */
  park(): void {
    this.keepTyped();
    this.#options.screen.hide();
  }

  keepTyped(): void {
    const { editor } = this.#options;
    const { current } = this.#group.reads;
    if (current === undefined || !editor.shown) return;
    current.text = editor.text;
    current.cursor = editor.cursor;
  }

  /** Shows the prompt whose turn it is, and types what was typed ahead. */
  show(): void {
    const { editor, screen, onShown } = this.#options;
    const { current } = this.#group.reads;
    if (current === undefined || editor.shown) return;
    screen.show(current.prompt, current.text, current.cursor);
    onShown();
  }

  /** Answers whoever asked for the line, null at the end of the input. */
  finish(line: string | null): void {
    this.#options.screen.forgetOpenRow();
    const { reads } = this.#group;
    const { current } = reads;
    if (current === undefined) return;
    reads.remove(current);
    current.settle(line);
    this.show();
  }

  /**
   * Drops what is typed, and leaves its row on the screen.
   *
   * @returns whether there was any; undefined when no prompt is shown
   */
  dropTyped(): boolean | undefined {
    const { editor, screen } = this.#options;
    const { current } = this.#group.reads;
    if (current === undefined || !editor.shown) return undefined;
    const wasTyped = editor.text !== "";
    screen.leave(wasTyped ? "^C" : "");
    current.text = "";
    current.cursor = 0;
    return wasTyped;
  }

  endAll(): void {
    for (const { reads } of this.#groups) reads.endAll();
  }

  #withdraw(group: Group, read: Read): void {
    const isCurrent = group === this.#group;
    if (isCurrent && read === group.reads.current) this.park();
    group.reads.remove(read);
    group.withdraw(read, isCurrent && this.#options.editor.shown);
    this.show();
  }
}
