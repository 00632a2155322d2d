import { setTimeout as pause } from "node:timers/promises";
import { epmdPort, listenAddresses } from "./address.js";
import { EpmdError, NameInUse, type Registered, register } from "./client.js";
import { type EpmdServer, serveEpmd } from "./server.js";

/** Keeps a node findable. */
export interface Registrar {
  /** Which life of the name this is: the first one given, through every change of name server. */
  readonly creation: number;
  /** True while this process serves the names of the machine. */
  readonly serving: boolean;
  /** Gives the name back and, where this process is the name server, frees the port for another. */
  close(): Promise<void>;
}

export interface RegistrarOptions {
  name: string;
  /** The host part of the node's name: with `localhost` the name server stays on the loopback. */
  host: string;
  /** Where the node listens for other nodes. */
  port: number;
  hidden: boolean;
  extra: string;
  /** Told in one line what a user should know. */
  log: (line: string) => void;
  /** The name server's port; `ERL_EPMD_PORT`, else 4369. */
  epmd?: number;
}

/** Nodes that lost their name server together try again after up to so many milliseconds. */
const JITTER = 30;
/** The pause between attempts grows up to this, in milliseconds. */
const SLOWEST = 2_000;
/** How long a start may take, in milliseconds. */
const START_DEADLINE = 8_000;

/**
 * Registers a node with the name server of this machine. Where there is none this process serves
 * the names itself; when the one that serves goes, the others see their connections end, one takes
 * the port over and all register again. The same happens when a real `epmd` dies and comes back.
 *
 * @throws NameInUse when another node has the name, EpmdError when what answers on the port is no name
 * server, Error with the `code` of `listen` when the port can neither be asked nor served
 */
export async function startRegistrar(options: RegistrarOptions): Promise<Registrar> {
  const keeper = new Keeper(options);
  try {
    await keeper.start();
  } catch (error) {
    await keeper.close();
    throw error;
  }
  return keeper;
}

class Keeper implements Registrar {
  creation = 0;
  readonly #options: RegistrarOptions;
  readonly #epmd: number;
  readonly #closing = new AbortController();
  #server: EpmdServer | undefined;
  #registered: Registered | undefined;
  #recovery: Promise<void> | undefined;

  constructor(options: RegistrarOptions) {
    this.#options = options;
    this.#epmd = options.epmd ?? epmdPort();
  }

  get serving(): boolean {
    return this.#server !== undefined;
  }

  async start(): Promise<void> {
    const deadline = Date.now() + START_DEADLINE;
    for (;;) {
      try {
        const registered = await this.#attempt();
        this.creation = registered.creation;
        return this.#keep(registered);
      } catch (error) {
        if (!isPassing(error) || Date.now() > deadline) throw error;
      }
      await this.#wait(jitter(), true);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#registered?.close();
    await this.#recovery;
    const server = this.#server;
    this.#server = undefined;
    await server?.close();
  }

  /** Registers with whoever serves; where nobody does, serves first. */
  async #attempt(): Promise<Registered> {
    try {
      return await this.#register();
    } catch (error) {
      if (this.#server || !isRefused(error)) throw error;
    }
    this.#server = await this.#serve();
    return this.#register();
  }

  async #serve(): Promise<EpmdServer> {
    try {
      return await serveEpmd({ port: this.#epmd, addresses: listenAddresses(this.#options.host) });
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      const why = `${message}, set ERL_EPMD_PORT to a free port or stop what uses it`;
      const error = new Error(`Cannot serve the names of this machine on port ${this.#epmd}: ${why}`, { cause });
      throw Object.assign(error, { code });
    }
  }

  #register(): Promise<Registered> {
    const { name, host, port, hidden, extra } = this.#options;
    const node = `${name}@${host}`;
    return register({ name, port, hidden, extra, node }, { epmd: this.#epmd, signal: this.#closing.signal });
  }

  #keep(registered: Registered): void {
    this.#registered = registered;
    registered.onLost(() => {
      this.#recovery = this.#recover();
    });
  }

  /** Tries until the name is registered again: fast at first, then slowly, and says so once. */
  async #recover(): Promise<void> {
    let wait = jitter();
    let told = "";
    while (!this.#closing.signal.aborted) {
      await this.#wait(wait, false);
      if (this.#closing.signal.aborted) return;
      try {
        const registered = await this.#attempt();
        if (this.#closing.signal.aborted) return registered.close();
        return this.#keep(registered);
      } catch (error) {
        if (!isPassing(error) && !this.#closing.signal.aborted && told !== nameOf(error)) {
          told = nameOf(error);
          this.#options.log(this.#explain(error));
        }
        wait = isPassing(error) ? Math.min(SLOWEST, wait * 2 + jitter()) : SLOWEST + jitter();
      }
    }
  }

  #explain(error: unknown): string {
    const { name, host } = this.#options;
    const why = error instanceof NameInUse ? "another node has taken the name" : (error as Error).message;
    return `Cannot register ${name}@${host} again: ${why}. Connected nodes stay connected, new ones cannot find this node; it keeps trying`;
  }

  /** Waits, or until this registrar closes. A start keeps the process alive, a recovery does not. */
  async #wait(time: number, ref: boolean): Promise<void> {
    await pause(time, undefined, { signal: this.#closing.signal, ref }).catch(() => undefined);
  }
}

/** True for what the next attempt may find otherwise: a name server that comes or goes right now. */
function isPassing(error: unknown): boolean {
  if (error instanceof EpmdError) return error.code === "refused" || error.code === "closed";
  return (error as NodeJS.ErrnoException).code === "EADDRINUSE";
}

function isRefused(error: unknown): boolean {
  return error instanceof EpmdError && error.code === "refused";
}

function nameOf(error: unknown): string {
  return (error as Error).name;
}

function jitter(): number {
  return Math.random() * JITTER;
}
