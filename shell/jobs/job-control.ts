import type { Pid } from "../../src/index.js";
import type { Expansion } from "../complete/index.js";
import type { Shell } from "../start.js";
import type { InterruptedWhile, SharedTerminal, ShellDevice } from "../terminal/device.js";
import { type Command, parseCommand } from "./command.js";
import { type Job, JobTable } from "./job-table.js";

/** What the jobs of a terminal are made of. */
export interface JobOptions {
  terminal: SharedTerminal;
  /** Starts a shell of this node. */
  startLocal(device: ShellDevice, leader?: Pid): Shell;
  /** @throws Error when the node cannot be reached, or has no shell */
  startRemote(node: string, device: ShellDevice): Promise<Shell>;
  /** The name of this node, undefined when it has none: then no other can be reached. */
  nodeName(): string | undefined;
  /** Ctrl+C where it stops nothing: opens the menu about the whole node. */
  onBreak(): void;
}

const HELP = `  c [nn]            - connect to job
  i [nn]            - interrupt job
  k [nn]            - kill job
  j                 - list all jobs
  s                 - start local shell
  r [node]          - start remote shell
  q                 - quit iex-ts
  ? | h             - this message
`;

/**
 * Several shells at one terminal, as Erlang's `user_drv` has them: Ctrl+G opens a menu that starts,
 * lists, changes, interrupts and kills them. Each has an evaluator, bindings and a counter of its own;
 * what one in the background prints appears, and its prompt waits.
 */
export class JobControl implements Shell {
  /** The exit status, once nobody wants any shell any more. */
  readonly left: Promise<number>;
  readonly #options: JobOptions;
  readonly #jobs = new JobTable();
  readonly #menu: ShellDevice;
  #leave: (code: number | Promise<never>) => void = () => {};
  #isOpen = false;
  #isOver = false;

  constructor(options: JobOptions) {
    this.#options = options;
    this.#menu = options.terminal.openGroup();
    this.left = new Promise((resolve) => {
      this.#leave = (code) => {
        this.#isOver = true;
        resolve(code);
      };
    });
  }

  /** Starts the first shell, at the terminal itself; without a node it is one of this node. */
  async start(node?: string): Promise<void> {
    const { terminal, startLocal, startRemote } = this.#options;
    const shell = node === undefined ? startLocal(terminal) : await startRemote(node, terminal);
    this.#add({ node, device: terminal, shell });
  }

  /** Ctrl+C. */
  interrupt(during: InterruptedWhile): void {
    const { current } = this.#jobs;
    if (this.#isOpen || current?.node !== undefined) {
      if (during === "idle" && (this.#isOpen || !current?.shell.asksForMore?.())) this.#options.onBreak();
      else if (!this.#isOpen) current?.shell.interrupt(during);
    } else current?.shell.interrupt(during);
  }

  /** The terminal is gone. */
  hangUp(): void {
    for (const { shell } of this.#jobs.all()) shell.hangUp();
    this.#leave(0);
  }

  /** Tab. */
  async expand(before: string): Promise<Expansion> {
    const shell = this.#isOpen ? undefined : this.#jobs.current?.shell;
    return (await shell?.expand?.(before)) ?? { yes: false, insert: "", candidates: [] };
  }

  /** Only what is typed at a shell is code. */
  paint(line: string): string | undefined {
    return this.#isOpen ? undefined : this.#jobs.current?.shell.paint?.(line);
  }

  /** The menu asks for commands; what another node's shell asks for is not known here. */
  asksForCode(): boolean {
    return !this.#isOpen && (this.#jobs.current?.shell.asksForCode?.() ?? true);
  }

  /** Ctrl+G: asks for commands until one connects with a job. */
  async open(): Promise<void> {
    if (this.#isOpen || this.#isOver) return;
    this.#isOpen = true;
    const { terminal } = this.#options;
    terminal.switchTo(this.#menu);
    await terminal.write("User switch command (enter 'h' for help)\n");
    while (this.#isOpen && !this.#isOver) {
      const line = await this.#menu.readLine(" --> ");
      if (line === null) this.#connect(undefined);
      else await this.#perform(parseCommand(line));
    }
  }

  async #perform(command: Command): Promise<void> {
    switch (command.type) {
      case "connect":
        return this.#connect(command.job);
      case "interrupt":
        return this.#withJob(command.job, ({ shell }) => shell.interrupt("busy"));
      case "kill":
        return this.#withJob(command.job, (job) => this.#kill(job));
      case "start":
        return this.#startLocal();
      case "remote":
        return this.#startRemote(command.node);
      case "quit":
        return this.hangUp();
      case "nothing":
        return;
      default:
        await this.#options.terminal.write(this.#textFor(command.type));
    }
  }

  #textFor(type: "list" | "help" | "unknown"): string {
    return type === "list" ? this.#jobs.toText() : type === "help" ? HELP : "Unknown command\n";
  }

  #withJob(number: number | undefined, act: (job: Job) => void): void {
    const job = this.#jobs.find(number);
    if (job) act(job);
    else void this.#options.terminal.write("Unknown job\n");
  }

  #connect(number: number | undefined): void {
    this.#withJob(number, (job) => {
      this.#jobs.current = job;
      this.#isOpen = false;
      this.#options.terminal.switchTo(job.device);
    });
  }

  #kill(job: Job): void {
    this.#jobs.remove(job);
    job.shell.hangUp();
  }

  #startLocal(): void {
    const device = this.#options.terminal.openGroup();
    this.#add({ node: undefined, device, shell: this.#options.startLocal(device) });
  }

  async #startRemote(node = this.#options.nodeName()): Promise<void> {
    const { terminal } = this.#options;
    if (node === undefined || this.#options.nodeName() === undefined) return void (await terminal.write("Not alive\n"));
    const device = terminal.openGroup();
    try {
      this.#add({ node, device, shell: await this.#options.startRemote(node, device) });
    } catch (error) {
      device.close();
      await terminal.write(`${(error as Error).message}\n`);
    }
  }

  #add(job: Omit<Job, "number">): void {
    const added = this.#jobs.add(job);
    const { left } = job.shell;
    left.then(
      (code) => this.#ended(added, code),
      (error: Error) => this.#failed(added, error),
    );
  }

  /** A shell of another node that could not begin. */
  #failed(job: Job, error: Error): void {
    if (job.device === this.#options.terminal && !this.#isOpen) this.#leave(Promise.reject(error));
    else void this.#options.terminal.write(`${error.message}\n`);
    this.#ended(job, 1);
  }

  /** Whoever leaves the last shell leaves the node; with others behind, there is the menu. */
  #ended(job: Job, code: number): void {
    const wasCurrent = this.#jobs.current === job;
    this.#jobs.remove(job);
    if (job.device !== this.#options.terminal) void job.device.close();
    if (this.#isOver || this.#isOpen || !wasCurrent) return;
    if (this.#jobs.all().length === 0) this.#leave(code);
    else void this.open();
  }
}
