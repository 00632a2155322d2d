import { setTimeout as pause } from "node:timers/promises";
import { lookup } from "../../../src/dist/epmd/client.js";
import { MARKER } from "../../../src/dist/epmd/protocol.js";
import { startRegistrar } from "../../../src/dist/epmd/registrar.js";
import { Cluster, type TestNode, type TestOptions } from "../../dist/support/cluster.js";
import type { Interop } from "./interop.js";

/** Nodes of iex-ts without processes, in this OS process: they write down what they are told. */
export class WireNodes {
  readonly #cluster = new Cluster();
  readonly #closing: (() => Promise<void>)[] = [];

  constructor(readonly interop: Pick<Interop, "cookie" | "epmdPort">) {}

  /** Starts one that finds others and is not found: its name may be taken. */
  startUnregistered(name: string, options: TestOptions = {}): Promise<TestNode> {
    const { cookie, epmdPort: epmd } = this.interop;
    const find = (host: string, local: string) => lookup(host, local, { epmd });
    return this.#cluster.start(name, { cookie, lookup: find, ...options });
  }

  /** Starts one, registered where the nodes of Erlang find it. */
  async start(name: string, options: TestOptions = {}): Promise<TestNode> {
    const epmd = this.interop.epmdPort;
    const node = await this.startUnregistered(name, options);
    const [local, host] = name.split("@") as [string, string];
    const { port } = node.listener;
    const log = (line: string) => void node.lines.push({ level: "notice", message: line });
    const registrar = await startRegistrar({ name: local, host, port, hidden: false, extra: MARKER, log, epmd });
    this.#closing.push(async () => {
      await registrar.close();
      await this.#released(local, host);
    });
    return node;
  }

  /** `epmd` notices a little later that a name is free: the next test may want it. */
  async #released(local: string, host: string): Promise<void> {
    const epmd = this.interop.epmdPort;
    for (let left = 200; left > 0; left--) {
      const found = await lookup(host, local, { epmd }).catch(() => undefined);
      if (!found) return;
      await pause(10);
    }
  }

  async stop(): Promise<void> {
    await this.#cluster.stop();
    await Promise.all(this.#closing.splice(0).map((close) => close()));
  }
}
