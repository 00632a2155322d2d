import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { currentFolder } from "./folder.js";
import type { Question, Reply, Requests, ServiceOptions } from "./protocol.js";

type Asked<Name extends keyof Requests> = Promise<ReturnType<Requests[Name]>>;

/** The language service as one shell sees it. */
export interface TypeClient {
  ask<Name extends keyof Requests>(name: Name, ...args: Parameters<Requests[Name]>): Asked<Name>;
  /** Nothing more is asked. The thread ends with its last shell. */
  close(): void;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

const ENDED = "The thread that knows the types has ended";

let worker: Worker | undefined;
let lastId = 0;
let lastShell = 0;
const open = new Set<number>();
const waiting = new Map<number, Waiting>();

/**
 * The language service for one more shell. The thread that does the work, which all shells of the node
 * share, starts with the first one, and never keeps the node from ending.
 *
 * @throws Error when it cannot be started
 */
export function typeClient(): TypeClient {
  running();
  const shell = ++lastShell;
  open.add(shell);
  return {
    ask: (ask, ...args) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
        running().postMessage({ id, shell, ask, args } satisfies Question);
      }),
    close: () => {
      open.delete(shell);
      if (open.size > 0 || !worker) return;
      void worker.terminate();
      // Whoever asks from now on asks another one.
      lose(worker, new Error(ENDED));
    },
  };
}

function running(): Worker {
  worker ??= start();
  return worker;
}

function start(): Worker {
  const root = dirname(createRequire(import.meta.url).resolve("iex-ts/package.json"));
  const file = join(root, "dist/type-service.js");
  if (!existsSync(file)) throw new Error(`Cannot find ${file}, which knows the types: build it with npm run build`);
  const folder = currentFolder();
  // Node.js starts no threads there.
  if (folder === undefined)
    throw new Error('Cannot tell types in a folder that has been deleted: go to another one, as with cd("..")');
  const globals = Object.getOwnPropertyNames(globalThis);
  const workerData: ServiceOptions = { folder, root, globals };
  const started = new Worker(file, { workerData, execArgv: [], stdout: true, stderr: true });
  started.unref();
  started.on("message", (reply: Reply) => settle(reply));
  started.on("error", (error) => lose(started, error));
  started.on("exit", () => lose(started, new Error(ENDED)));
  return started;
}

function settle(reply: Reply): void {
  const asked = waiting.get(reply.id);
  waiting.delete(reply.id);
  if ("failure" in reply) asked?.reject(new Error(reply.failure));
  else asked?.resolve(reply.result);
}

/** Out of memory, for example: whoever waits hears of it, and the next question begins anew. */
function lose(lost: Worker, error: Error): void {
  if (worker !== lost) return;
  worker = undefined;
  const asked = [...waiting.values()];
  waiting.clear();
  for (const { reject } of asked) reject(error);
}
