import { Code } from "../../src/index.js";
import type { Scope } from "../evaluate/index.js";
import { readings } from "../evaluate/snippet.js";
import type { TypeClient } from "./client.js";
import { problemFrames } from "./frame.js";
import type { Answer, Checked, Documentation, Surroundings, Typed, TypeProblem } from "./protocol.js";

/** What happens to texts that do not fit the types of the prompt. */
export type Check = "off" | "warn" | "error";

/** What the types of a shell need of it. */
export interface TypedPrompt {
  readonly check: Check;
  readonly scope: Scope;
  /** Whether somebody looks on, who would rather have the next prompt than wait. */
  readonly attended: boolean;
  /** Prints above the prompt. */
  warn(text: string): void | Promise<void>;
}

/** A text that is evaluated. */
export interface Typing {
  /** True when it must not run: then it has been told why. */
  refused(): Promise<boolean>;
  /** It has run: what it declared counts from now on. Tells what does not fit. */
  succeeded(): Promise<void>;
}

interface Text {
  readonly text: string;
  readonly counter: number;
  readonly around: Surroundings;
}

/** How long, in milliseconds, a prompt waits for what does not fit: later it is printed above it. */
const PATIENCE = 100;
/** How long, in milliseconds, nothing has been evaluated when the thread with the types is started. */
const LULL = 2000;

/** How many texts are kept for somebody who might ask later. */
const MOST_UNTOLD = 500;

/**
 * The types of one shell. The thread that knows them starts when somebody asks, or has stopped typing
 * for a while; what was evaluated before it did is told then.
 */
export class Types {
  readonly #prompt: TypedPrompt;
  #client: Promise<TypeClient> | undefined;
  #scope: Scope | undefined;
  #untold: (Text & { bound: readonly string[] })[] = [];
  #lull: NodeJS.Timeout | undefined;

  constructor(prompt: TypedPrompt) {
    this.#prompt = prompt;
  }

  /** @param counter the number of the prompt that the text stands at */
  begin(text: string, counter: number): Typing {
    clearTimeout(this.#lull);
    this.#followScope();
    const typed: Text = { text, counter, around: this.#surroundings() };
    const { check, attended } = this.#prompt;
    if (check === "error" || (check === "warn" && !attended)) this.#start();
    const checked = this.#client && this.#check(typed);
    return {
      refused: async () => check === "error" && !!checked && this.#refuses(typed, checked),
      succeeded: () => this.#succeeded(typed, checked),
    };
  }

  async typeOf(text: string): Promise<Answer> {
    return (await this.#start()).ask("typeOf", typing(text), this.#surroundings());
  }

  async documentationOf(text: string): Promise<Documentation | undefined> {
    return (await this.#start()).ask("documentationOf", typing(text), this.#surroundings());
  }

  async callbacksOf(text: string): Promise<Documentation[] | undefined> {
    return (await this.#start()).ask("callbacksOf", typing(text), this.#surroundings());
  }

  /** Nobody types any more. */
  close(): void {
    clearTimeout(this.#lull);
    void this.#client?.then((client) => client.close()).catch(() => {});
  }

  #start(): Promise<TypeClient> {
    this.#client ??= import("./client.js").then(({ typeClient }) => {
      const client = typeClient();
      for (const text of this.#untold.splice(0)) this.#catchUp(client, text);
      return client;
    });
    return this.#client;
  }

  #catchUp(client: TypeClient, text: Text & { bound: readonly string[] }): void {
    const checked = client.ask("check", typing(text.text), text.around);
    void client.ask("commit", text.bound).catch(() => {});
    this.#warnLater(text, checked);
  }

  /** A new evaluator has empty bindings. */
  #followScope(): void {
    const { scope } = this.#prompt;
    if (this.#scope === scope) return;
    this.#scope = scope;
    this.#untold = [];
    void this.#client?.then((client) => client.ask("reset")).catch(() => {});
  }

  async #check({ text, around }: Text): Promise<Checked> {
    return (await this.#client!).ask("check", typing(text), around);
  }

  async #refuses(text: Text, checked: Promise<Checked>): Promise<boolean> {
    const { problems } = await checked;
    if (problems.length > 0) await this.#tell(text, problems, "error");
    return problems.length > 0;
  }

  async #succeeded(text: Text, checked: Promise<Checked> | undefined): Promise<void> {
    const bound = this.#prompt.scope.names();
    if (checked) {
      void this.#client?.then((client) => client.ask("commit", bound)).catch(() => {});
      return this.#warnInTime(text, checked);
    }
    this.#untold.push({ ...text, bound });
    if (this.#untold.length > MOST_UNTOLD) this.#untold.shift();
    if (this.#prompt.check === "warn") this.#lull = setTimeout(() => void this.#start(), LULL).unref();
  }

  /** With nobody looking on there is all the time that it takes. */
  async #warnInTime(text: Text, checked: Promise<Checked>): Promise<void> {
    if (this.#prompt.check !== "warn") return;
    if (!this.#prompt.attended) return this.#warn(text, await checked.catch(() => NOTHING));
    const late = Symbol("late");
    const first = await Promise.race([checked.catch(() => NOTHING), sleep(PATIENCE, late)]);
    if (first === late) this.#warnLater(text, checked);
    else await this.#warn(text, first as Checked);
  }

  #warnLater(text: Text, checked: Promise<Checked>): void {
    checked.then((found) => this.#warn(text, found)).catch(() => {});
  }

  async #warn(text: Text, { problems }: Checked): Promise<void> {
    if (this.#prompt.check === "warn" && problems.length > 0) await this.#tell(text, problems, "warning");
  }

  async #tell({ text, counter }: Text, problems: readonly TypeProblem[], kind: "warning" | "error"): Promise<void> {
    await this.#prompt.warn(`${problemFrames(kind, problems, text, counter)}\n`);
  }

  #surroundings(): Surroundings {
    const { scope } = this.#prompt;
    const builtins = Object.getOwnPropertyNames(Object.getPrototypeOf(scope.object)).filter((name) =>
      scope.isBuiltin(name),
    );
    const modules = Code.loadedModules().flatMap(({ module, source }) =>
      source ? [{ name: String(Symbol.keyFor(module)).replace(/^Elixir\./, ""), file: source.file }] : [],
    );
    return { names: [...scope.names(), ...builtins], builtins, modules };
  }
}

const NOTHING: Checked = { problems: [] };

function typing(text: string): Typed {
  return { text, readings: readings(text) };
}

function sleep<T>(milliseconds: number, value: T): Promise<T> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, value).unref());
}
