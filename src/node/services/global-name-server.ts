import { type From, isFrom, reply } from "../../otp/gen.js";
import { Process } from "../../process/index.js";
import { atom, isTuple, type Pid, type Reference, TermMap } from "../../term/index.js";
import { type Service, startService } from "./service.js";

/** The version of `global`'s protocol that Erlang/OTP 25 speaks. */
const PROTOCOL = 8;

/**
 * Starts `global_name_server`, as far as Erlang nodes need it of a node that is hidden to them: locks
 * can be set on it, and it knows of no names.
 */
export function startGlobalNameServer(): Pid {
  return startService("global_name_server", new Locks());
}

/** Who holds a lock, and the monitor that tells of the holder's end. */
type Holders = Map<Pid, Reference>;

/** Locks by resource, then by the one requester that all holders of it name. */
class Locks implements Service {
  readonly #locks = new TermMap<unknown, TermMap<unknown, Holders>>();

  handleCall(request: unknown, [caller]: From): unknown {
    if (request === atom.get_known || request === atom.get_synced) return [];
    if (request === atom.get_protocol_version) return PROTOCOL;
    const [kind, id] = isTuple(request) ? request : [];
    if (kind === atom.sync) return atom.ok;
    if (!isTuple(id) || id.length !== 2) return undefined;
    if (kind === atom.set_lock) return this.#set(id[0], id[1], caller);
    return kind === atom.del_lock ? this.#delete(id[0], id[1], caller) : undefined;
  }

  handleInfo(message: unknown): void {
    const [kind, , third, object] = isTuple(message) ? message : [];
    if (kind === atom.DOWN) this.#release(object as Pid);
    else if (kind === atom.whereis && isFrom(third)) reply(third, undefined);
  }

  #set(resource: unknown, requester: unknown, holder: Pid): boolean {
    const lock = this.#locks.get(resource) ?? new TermMap<unknown, Holders>();
    if (lock.size > 0 && !lock.has(requester)) return false;
    const holders = lock.get(requester) ?? new Map<Pid, Reference>();
    if (!holders.has(holder)) holders.set(holder, Process.monitor(holder));
    lock.set(requester, holders);
    this.#locks.set(resource, lock);
    return true;
  }

  #delete(resource: unknown, requester: unknown, holder: Pid): true {
    const holders = this.#locks.get(resource)?.get(requester);
    const monitor = holders?.get(holder);
    if (!holders || !monitor) return true;
    Process.demonitor(monitor, { flush: true });
    holders.delete(holder);
    if (holders.size === 0) this.#locks.delete(resource);
    return true;
  }

  /** Whoever has ended holds nothing any more. */
  #release(holder: Pid): void {
    for (const [resource, lock] of [...this.#locks])
      for (const [requester, holders] of [...lock]) if (holders.has(holder)) this.#delete(resource, requester, holder);
  }
}
