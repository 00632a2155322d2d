import { availableParallelism } from "node:os";
import { atomName, Code, inspect, Node, Process } from "../../src/index.js";
import { version } from "../version.js";

/** What the BREAK menu says about versions. */
export function versionText(): string {
  return `iex-ts ${version} (Node.js ${process.version}, v8 ${process.versions.v8})\n`;
}

/** What it says about the node as a whole. */
export function infoText(): string {
  const { rss, heapUsed, external } = process.memoryUsage();
  return lines([
    ["OS process", String(process.pid)],
    ["Up", `${Math.floor(process.uptime())} s`],
    ["Processes", String(Process.list().length)],
    ["Modules", String(Code.loadedModules().length)],
    ["Memory", `${mebibytes(rss)}: heap ${mebibytes(heapUsed)}, outside of it ${mebibytes(external)}`],
    ["Processors", String(availableParallelism())],
  ]);
}

/** The loaded modules, by name. */
export function modulesText(): string {
  const names = Code.loadedModules().map(({ module }) => inspect(module));
  return `${names.sort().join("\n")}\n`;
}

/** This node, and its connections. The cookie is told apart by its hash: it is a secret. */
export function distributionText(): string {
  if (!Node.isAlive()) return "Not alive: the node has no name\n";
  const cookie = process
    .getBuiltinModule("node:crypto")
    .createHash("sha256")
    .update(atomName(Node.getCookie()))
    .digest("hex")
    .slice(0, 8);
  const hidden = new Set(Node.list("hidden"));
  const connections = Node.list("connected").map((node) => connectionLine(node, hidden.has(node)));
  return [
    `=node:${inspect(Node.self())}`,
    `cookie: sha256 ${cookie}…`,
    ...(connections.length > 0 ? connections : ["no connections"]),
    "",
  ].join("\n");
}

function connectionLine(node: symbol, hidden: boolean): string {
  const traffic = Node.traffic(node);
  const kind = hidden ? "hidden" : "visible";
  const what = traffic?.isErlang ? "Erlang" : "iex-ts";
  return `=${kind}_node:${inspect(node)} ${what}, ${traffic?.received ?? 0} bytes in, ${traffic?.sent ?? 0} bytes out`;
}

function lines(rows: readonly (readonly [string, string])[]): string {
  return rows.map(([what, value]) => `${what.padEnd(12)}${value}\n`).join("");
}

function mebibytes(bytes: number): string {
  return `${(bytes / 0x10_0000).toFixed(1)} MiB`;
}
