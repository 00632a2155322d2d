import { Code } from "../../src/index.js";
import type { Scope } from "../evaluate/index.js";
import { readings } from "../evaluate/snippet.js";
import type { Check } from "./check.js";
import type { TypeClient } from "./client.js";
import { currentFolder } from "./folder.js";
import type { Answer, Documentation, Surroundings, Typed } from "./protocol.js";
import { NOTHING, type Report, reportOnFiles, reportOnText } from "./report.js";

/** What the types of a shell need of it. */
export interface TypedPrompt {
  readonly check: Check;
  readonly scope: Scope;
  /** Whether somebody looks on, who would rather have the next prompt than wait. */
  readonly attended: boolean;
  /** Prints above the prompt. */
  warn(text: string): void | Promise<void>;
}

/** A text at the prompt. */
export interface TypedText {
  readonly text: string;
  /** The number of the prompt that it stands at. */
  readonly counter: number;
  /** Prints the types that it declares; absent where nothing that it gives is printed. */
  print?(text: string): void | Promise<void>;
}

/** What is evaluated, as its types see it. */
export interface Typing {
  /** True when it must not run: then it has been told why. Absent where everything may. */
  refused?: (() => Promise<boolean>) | undefined;
  /**
   * It has run: what it declared counts from now on. Tells what does not fit.
   *
   * @param kept whether the prompt keeps its value, for `v(n)`
   */
  succeeded(kept?: boolean): Promise<void>;
}

/** What the thread is asked about something that is evaluated, now or once the thread is there. */
interface Question {
  ask(client: TypeClient): Promise<Report>;
  /** Has it count; as things are when this is called. */
  commit(kept: boolean): (client: TypeClient) => Promise<void>;
  print?(text: string): void | Promise<void>;
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
  readonly #scopes = new WeakMap<Scope, number>();
  #lastScope = 0;
  #untold: ((client: TypeClient) => void)[] = [];
  #lull: NodeJS.Timeout | undefined;

  constructor(prompt: TypedPrompt) {
    this.#prompt = prompt;
  }

  /** A text is about to be evaluated. */
  begin({ text, counter, print }: TypedText): Typing {
    const [typed, around] = [typing(text), this.#surroundings()];
    return this.#typing({
      ask: async (client) => reportOnText(await client.ask("check", typed, around), text, counter),
      commit: (kept) => {
        const bound = this.#prompt.scope.names();
        return (client) => client.ask("commit", bound, kept ? counter : undefined);
      },
      ...(print && { print }),
    });
  }

  /**
   * The text of a file is about to be evaluated at the prompt. It is not judged.
   *
   * @param folder where its imports begin
   */
  beginFile(text: string, folder: string): Typing {
    const [typed, around] = [typing(text, folder), this.#surroundings()];
    return this.#typing({
      ask: async () => NOTHING,
      commit: () => {
        const bound = this.#prompt.scope.names();
        return (client) => client.ask("learn", typed, around, bound);
      },
    });
  }

  /**
   * Files are about to be compiled and loaded.
   *
   * @param files absolute paths
   */
  beginFiles(files: readonly string[]): Typing {
    if (this.#prompt.check === "off") return UNCHECKED;
    return this.#typing({
      ask: async (client) => reportOnFiles(await client.ask("checkFiles", files)),
      commit: () => async () => {},
    });
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
      for (const tell of this.#untold.splice(0)) tell(client);
      return client;
    });
    this.#client.catch(() => (this.#client = undefined));
    return this.#client;
  }

  #typing(question: Question): Typing {
    clearTimeout(this.#lull);
    const { check, attended } = this.#prompt;
    if (check === "error" || (check === "warn" && !attended)) this.#start();
    if (check === "warn" && !this.#client)
      this.#lull = setTimeout(() => void this.#start().catch(() => {}), LULL).unref();
    const report = this.#client?.then(question.ask);
    report?.catch(() => {});
    return {
      refused: check === "error" && report ? async () => this.#refuses(await report.catch(() => NOTHING)) : undefined,
      succeeded: (kept = false) => this.#succeeded(question, question.commit(kept), report),
    };
  }

  async #refuses({ frames }: Report): Promise<boolean> {
    const text = frames("error");
    if (text !== "") await this.#prompt.warn(text);
    return text !== "";
  }

  async #succeeded(
    question: Question,
    commit: (client: TypeClient) => Promise<void>,
    report: Promise<Report> | undefined,
  ): Promise<void> {
    // Where it could not be started there may be another one later.
    if (report && this.#client) {
      void this.#client.then(commit).catch(() => {});
      return this.#tellInTime(question, report);
    }
    const catchUp = (client: TypeClient): void => {
      this.#tellLater(question, question.ask(client));
      commit(client).catch(() => {});
    };
    // It may have been started meanwhile.
    if (this.#client) void this.#client.then(catchUp).catch(() => {});
    else this.#untold.push(catchUp);
    if (this.#untold.length > MOST_UNTOLD) this.#untold.shift();
  }

  /** With nobody looking on there is all the time that it takes. */
  async #tellInTime(question: Question, report: Promise<Report>): Promise<void> {
    const { check, attended } = this.#prompt;
    if (check === "off") return;
    const known = report.catch(() => NOTHING);
    const first = attended ? await Promise.race([known, sleep(PATIENCE, LATE)]) : await known;
    if (first === LATE) this.#tellLater(question, report);
    else await this.#tell(question, first);
  }

  #tellLater(question: Question, report: Promise<Report>): void {
    report.then((found) => this.#tell(question, found)).catch(() => {});
  }

  async #tell({ print }: Question, { types, frames }: Report): Promise<void> {
    const { check, warn } = this.#prompt;
    if (check === "off") return;
    if (types !== "") await print?.(types);
    const warnings = check === "warn" ? frames("warning") : "";
    if (warnings !== "") await warn(warnings);
  }

  #surroundings(): Surroundings {
    const { scope } = this.#prompt;
    const builtins = Object.getOwnPropertyNames(Object.getPrototypeOf(scope.object)).filter((name) =>
      scope.isBuiltin(name),
    );
    const modules = Code.loadedModules().flatMap(({ module, source }) =>
      source ? [{ name: String(Symbol.keyFor(module)).replace(/^Elixir\./, ""), file: source.file }] : [],
    );
    return { scope: this.#numberOf(scope), names: [...scope.names(), ...builtins], builtins, modules };
  }

  #numberOf(scope: Scope): number {
    const number = this.#scopes.get(scope) ?? ++this.#lastScope;
    this.#scopes.set(scope, number);
    return number;
  }
}

const LATE = Symbol("late");

const UNCHECKED: Typing = { succeeded: async () => {} };

function typing(text: string, folder = currentFolder() ?? "/"): Typed {
  return { text, folder, readings: readings(text) };
}

function sleep<T>(milliseconds: number, value: T): Promise<T> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, value).unref());
}
