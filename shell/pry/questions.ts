import { atom, IO, inspect, type Pid, Process, type Reference, self, send, spawn } from "../../src/index.js";
import { serverMessage } from "../messages.js";
import type { Session } from "../session.js";
import { formatLocation, sourceAround } from "./location.js";
import { type PryRequest, verdict } from "./request.js";

/** The processes that want to be looked at: the first is asked about, the others wait for the answer. */
export class Questions {
  #waiting: { request: PryRequest; monitor: Reference }[] = [];
  #reader: Pid | undefined;

  constructor(readonly session: Session) {}

  get isAsking(): boolean {
    return this.#reader !== undefined;
  }

  add(request: PryRequest): void {
    this.#waiting.push({ request, monitor: Process.monitor(request.pid) });
  }

  /** Asks about the first, unless that is done already. */
  async next(): Promise<void> {
    const [first] = this.#waiting;
    if (!first || this.#reader) return;
    await IO.puts(this.textOf(`Request to pry ${inspect(first.request.pid)} at`, first.request));
    this.session.unfinished = undefined;
    const server = self();
    this.#reader = spawn(async function reader() {
      const line = await IO.gets("Allow? [Yn] ").catch(() => null);
      send(server, serverMessage({ type: "answer", reader: self(), line: typeof line === "string" ? line : null }));
    });
  }

  /** What is going on, where, and the lines around it. */
  textOf(what: string, { location }: PryRequest): string {
    const { style } = this.session;
    return `${what} ${formatLocation(location)}\n\n${sourceAround(location, 3, style)}`.replace(/\n$/, "");
  }

  /** @returns the request that is allowed */
  answered(reader: Pid | undefined, line: string | null): PryRequest | undefined {
    if (reader === undefined || reader !== this.#reader) return undefined;
    this.#reader = undefined;
    const { request, monitor } = this.#waiting.shift()!;
    Process.demonitor(monitor, { flush: true });
    if (line !== null && /^\s*(y|yes|)\s*$/i.test(line)) return request;
    send(request.pid, verdict(request, "refused"));
    return undefined;
  }

  /** Ctrl+C means no. */
  refuse(): void {
    const reader = this.#reader;
    this.#withdraw();
    this.#reader = reader;
    this.answered(reader, null);
  }

  /** @returns true when nobody needs to answer any more */
  ended(monitor: unknown): boolean {
    const index = this.#waiting.findIndex((each) => each.monitor === monitor);
    if (index < 0) return false;
    this.#waiting.splice(index, 1);
    if (index > 0) return false;
    this.#withdraw();
    return true;
  }

  end(): void {
    this.#withdraw();
  }

  #withdraw(): void {
    if (this.#reader) Process.exit(this.#reader, atom.kill);
    this.#reader = undefined;
  }
}
