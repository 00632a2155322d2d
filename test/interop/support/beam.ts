import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { waitUntil } from "../../../src/testing/wait.js";
import { release, type World } from "../../../src/testing/world.js";
import { BOUND } from "../../support/bound.js";
import { ELIXIR_LOOP, ERLANG_LOOP } from "./evaluators.js";

export interface BeamOptions {
  /** Further arguments of `erl`: `["-kernel", "net_ticktime", "4"]`. */
  args?: readonly string[];
  /** The cookie of this node alone; else that of its world. */
  cookie?: string;
  hidden?: boolean;
  env?: Readonly<Record<string, string>>;
}

/** Begins an answer: no program prints it by chance. */
const START = "\u0001";
const ANSWER = new RegExp(`${START}(\\d+) (ok|error) (.*)\\n`);

/**
 * A node of Erlang or Elixir, as an OS process that evaluates what it is told, one expression after
 * the other, always in the same process: `self()` stays, and so do variables.
 */
export class Beam {
  /** The name that it was started with: `b@localhost`. */
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #answers = new Map<number, { ok: boolean; text: string }>();
  readonly #watchers = new Set<() => void>();
  readonly #exit: Promise<void>;
  #pending = "";
  #ended = false;
  #asked = 0;
  /** Everything that it printed, log lines included. */
  output = "";

  /** Use `erl` and `elixir` of a {@link Interop}. */
  constructor(name: string, command: readonly [string, ...string[]], env: NodeJS.ProcessEnv, world: World) {
    this.name = name;
    const [program, ...args] = command;
    this.#child = spawn("/bin/sh", ["-c", 'exec "$@" 2>&1', "sh", program, ...args], {
      cwd: world.home,
      env,
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.#child.stdin!.on("error", () => {});
    if (this.#child.pid !== undefined) world.guard(this.#child);
    release(this.#child);
    this.#child.stdout!.setEncoding("utf8").on("data", (chunk: string) => this.#take(chunk));
    this.#exit = new Promise((resolve) => {
      this.#child.once("close", () => {
        this.#ended = true;
        this.#changed();
        resolve();
      });
    });
  }

  /** Its process id in the operating system. */
  get pid(): number {
    return this.#child.pid!;
  }

  /**
   * Evaluates an expression: of Erlang (without the dot at its end) or of Elixir, as the node is.
   *
   * @returns how the value prints there: `~0tp`, or `inspect`
   * @throws Error with what was raised
   * @example
   * await erl.run("1 + 1"); // "2"
   */
  async run(code: string): Promise<string> {
    const id = ++this.#asked;
    this.#child.stdin!.write(`${id} ${Buffer.from(code).toString("base64")}\n`);
    const { ok, text } = await this.#wait(`the value of ${code}`, () => this.#answers.get(id));
    this.#answers.delete(id);
    if (!ok) throw new Error(`${this.name} raised at ${code}\n${text}`);
    return text;
  }

  /**
   * Evaluates an expression again and again until its value prints so.
   *
   * @throws Error with the last value
   */
  async until(code: string, expected: string): Promise<void> {
    const deadline = Date.now() + BOUND;
    for (let value = ""; ; ) {
      value = await this.run(code);
      if (value === expected) return;
      if (Date.now() > deadline) throw new Error(`Waited in vain for ${code} to be ${expected}: it is ${value}`);
      await pause(5);
    }
  }

  /** Waits until its output, from the beginning on, matches. */
  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#wait(`the output ${pattern}`, () => pattern.exec(this.output) ?? undefined);
  }

  /** Ends it, by default without letting it say goodbye, and resolves when it is gone. */
  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    this.#child.kill(signal);
    if (signal !== "SIGSTOP" && signal !== "SIGCONT") await this.#exit;
  }

  #take(chunk: string): void {
    this.#pending += chunk;
    for (let found = ANSWER.exec(this.#pending); found; found = ANSWER.exec(this.#pending)) {
      this.output += this.#pending.slice(0, found.index);
      this.#pending = this.#pending.slice(found.index + found[0].length);
      const text = Buffer.from(found[3]!, "base64").toString();
      this.#answers.set(Number(found[1]), { ok: found[2] === "ok", text });
    }
    if (!this.#pending.includes(START)) {
      this.output += this.#pending;
      this.#pending = "";
    }
    this.#changed();
  }

  #changed(): void {
    for (const look of this.#watchers) look();
  }

  #wait<T>(what: string, look: () => T | undefined): Promise<T> {
    return waitUntil({
      look,
      ended: () => this.#ended,
      watch: (changed) => {
        this.#watchers.add(changed);
        return () => this.#watchers.delete(changed);
      },
      bound: BOUND,
      error: (late) =>
        `Waited in vain for ${what} of ${this.name}: ${late ? `${BOUND} ms passed` : "it ended"}\n${this.output}`,
    });
  }
}

/** The command that starts a node of Erlang. It starts no `epmd` of its own: that would outlive it. */
export function erlCommand(name: string, options: BeamOptions): [string, ...string[]] {
  return ["erl", ...naming(name, options), "-noshell", ...common(options), "-eval", ERLANG_LOOP];
}

/** The command that starts a node of Elixir. */
export function elixirCommand(name: string, options: BeamOptions): [string, ...string[]] {
  const flags = [...common(options), ...(options.hidden ? ["-hidden"] : [])].join(" ");
  const cookie = options.cookie === undefined ? [] : ["--cookie", options.cookie];
  return ["elixir", `-${nameFlag(name)}`, name, ...cookie, "--erl", flags, "-e", ELIXIR_LOOP];
}

function naming(name: string, { cookie, hidden }: BeamOptions): string[] {
  return [
    nameFlag(name),
    name,
    ...(cookie === undefined ? [] : ["-setcookie", cookie]),
    ...(hidden ? ["-hidden"] : []),
  ];
}

function nameFlag(name: string): string {
  return /@.*\./.test(name) ? "-name" : "-sname";
}

function common({ args = [] }: BeamOptions): string[] {
  return ["-start_epmd", "false", "-kernel", "shell_history", "disabled", ...args];
}
