import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type * as TypeScript from "typescript";
import type { Question, Reply, Requests, ServiceOptions } from "./protocol.js";
import { TypeService } from "./service.js";

const ts = createRequire(import.meta.url)("typescript") as typeof TypeScript;
const services = new Map<number, TypeService>();

function serviceOf(shell: number): TypeService {
  let service = services.get(shell);
  if (!service) services.set(shell, (service = new TypeService(ts, workerData as ServiceOptions)));
  return service;
}

function answer({ id, shell, ask, args }: Question): Reply {
  try {
    const service = serviceOf(shell);
    const result = (service[ask] as (...args: Parameters<Requests[typeof ask]>) => unknown).apply(
      service,
      args as never,
    );
    return { id, result };
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) };
  }
}

parentPort!.on("message", (question: Question) => parentPort!.postMessage(answer(question)));
