import type { ShellDevice } from "./device.js";
import type { Stroke } from "./held-keys.js";
import { Reads } from "./reads.js";

/** What a group has its terminal do. */
export interface GroupHost extends Pick<ShellDevice, "write" | "geometry" | "beginEvaluation"> {
  writeAtOnce(text: string, channel?: "stdout" | "stderr"): boolean;
  readIn(group: Group, prompt: string, signal?: AbortSignal): Promise<string | null>;
  endGroup(group: Group): void;
}

/**
 * The part of a terminal that one shell of several has: what it prints appears, once somebody was
 * there; its prompts appear while it is the current group, and what was typed at them stays with it.
 */
export class Group implements ShellDevice {
  readonly reads = new Reads();
  /** Typed at a read that was withdrawn: the next read begins with it. */
  orphan = "";
  /** Typed ahead, while another group is the current one. */
  held: Stroke[] = [];
  readonly #host: GroupHost;
  /** Settles at the first visit; undefined from then on. */
  #visit: { readonly happened: Promise<void>; tell(): void } | undefined;

  /** @param visited false to keep what is printed until somebody comes for the first time */
  constructor(host: GroupHost, visited: boolean) {
    this.#host = host;
    if (!visited) this.#visit = expectVisit();
  }

  /** Somebody has changed to this group. */
  visit(): void {
    this.#visit?.tell();
    this.#visit = undefined;
  }

  write(text: string, channel?: "stdout" | "stderr"): void | Promise<void> {
    return this.#visit
      ? this.#visit.happened.then(() => this.#host.write(text, channel))
      : this.#host.write(text, channel);
  }

  writeAtOnce(text: string, channel?: "stdout" | "stderr"): boolean {
    return !this.#visit && this.#host.writeAtOnce(text, channel);
  }

  readLine(prompt: string, signal?: AbortSignal): Promise<string | null> {
    return this.#host.readIn(this, prompt, signal);
  }

  prompt(): string | undefined {
    return this.reads.current?.prompt;
  }

  geometry(): { columns: number; rows: number } | undefined {
    return this.#host.geometry();
  }

  beginEvaluation(): void {
    this.#host.beginEvaluation();
  }

  close(): void {
    this.#host.endGroup(this);
  }

  /** Text of a read that is withdrawn is not lost: whoever reads next has it. */
  withdraw({ text }: { text: string }, shown: boolean): void {
    const { current } = this.reads;
    if (current === undefined || shown) this.orphan += text;
    else {
      current.text += text;
      current.cursor = current.text.length;
    }
  }
}

function expectVisit(): { happened: Promise<void>; tell(): void } {
  let tell = (): void => {};
  const happened = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return { happened, tell };
}
