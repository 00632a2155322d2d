import { arch, availableParallelism, platform } from "node:os";
import { ArgumentError, invalidArgument, Process } from "../../process/index.js";
import { type Atom, atom, atomName, type Tuple, tuple } from "../../term/index.js";
import { charlist } from "./code.js";

/** The release of Erlang/OTP whose behaviour this node follows. */
const OTP_RELEASE = "25";

const ITEMS: Readonly<Record<string, () => unknown>> = {
  machine: () => charlist("IEX-TS"),
  otp_release: () => charlist(OTP_RELEASE),
  version: () => charlist(process.env.IEX_TS_VERSION ?? "0.0.0"),
  system_version: () => charlist(`iex-ts on Node.js ${process.versions.node}\n`),
  system_architecture: () => charlist(`${arch()}-${platform()}`),
  process_count: () => Process.list().length,
  schedulers: () => 1,
  schedulers_online: () => 1,
  logical_processors: () => availableParallelism(),
  wordsize: () => 8,
};

/**
 * Erlang's `system_info/1`: about this node where it has an answer, in Erlang's shapes.
 *
 * @throws ArgumentError for what it has none for
 */
export function systemInfo(item: Atom): unknown {
  const name = typeof item === "symbol" ? atomName(item) : "";
  if (!Object.hasOwn(ITEMS, name)) throw new ArgumentError(invalidArgument(1, "no item that this node has"));
  return ITEMS[name]!();
}

/** Erlang's `memory/0`, in bytes. */
export function memory(): Tuple[] {
  const { rss, heapUsed, external } = process.memoryUsage();
  return [tuple(atom.total, rss), tuple(atom.processes, heapUsed), tuple(atom.binary, external)];
}
