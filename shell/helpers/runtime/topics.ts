import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { Application, atomName, Code, isTuple, Node, Process } from "../../../src/index.js";
import type { Style } from "../../style.js";
import { version } from "../../version.js";
import { formatPanes, type Pane } from "../panes.js";
import { bytes, duration } from "./quantities.js";

/** What is shown when nothing else is asked for. */
export const TOPICS = ["system", "memory", "limits"] as const;
export const MORE = ["applications"] as const;
type Topic = (typeof TOPICS)[number] | (typeof MORE)[number];

const PANES: Readonly<Record<Topic, () => Pane>> = { system, memory, limits, applications };

/** Topics in panes, and which others there are, as iex shows them. */
export function formatTopics(topics: readonly Topic[], style: Style): string {
  const others = [...TOPICS, ...MORE].filter((topic) => !topics.includes(topic));
  const panes = formatPanes(
    topics.map((topic) => PANES[topic]()),
    style,
  );
  const names = (list: readonly string[]): string => `[${list.map((name) => `"${name}"`).join(", ")}]`;
  return `${panes}
Showing topics:     ${names(topics)}
Additional topics:  ${names(others)}

To view a specific topic call runtimeInfo(topic)
`;
}

function system(): Pane {
  return [
    "System and architecture",
    [
      ["iex-ts version", version],
      ["Node.js version", process.versions.node],
      ["V8 version", process.versions.v8],
      ["TypeScript version", typescriptVersion()],
      ["Platform", `${process.platform} ${process.arch}`],
      ["Schedulers", "1"],
      ["Cores", String(availableParallelism())],
    ],
  ];
}

/** Read from its description: to load it only for its version would take long. */
function typescriptVersion(): string {
  return (createRequire(import.meta.url)("typescript/package.json") as { version: string }).version;
}

function memory(): Pane {
  const { rss, heapTotal, heapUsed, external, arrayBuffers } = process.memoryUsage();
  return [
    "Memory",
    [
      ["Total", bytes(rss)],
      ["Heap", bytes(heapTotal)],
      ["Heap in use", bytes(heapUsed)],
      ["External", bytes(external)],
      ["Binaries", bytes(arrayBuffers)],
    ],
  ];
}

function limits(): Pane {
  return [
    "Statistics / limits",
    [
      ["Uptime", duration(process.uptime())],
      ["Processes", String(Process.list().length)],
      ["Registered names", String(Process.registered().length)],
      ["Modules", String(Code.loadedModules().length)],
      ["Nodes connected", String(Node.list("connected").length)],
    ],
  ];
}

/** Each as `{name, description, version}`. */
function applications(): Pane {
  const started = new Set(Application.startedApplications().map(nameOf));
  const rows = Application.loadedApplications().map((loaded) => {
    const state = started.has(nameOf(loaded)) ? "(started)" : "";
    return [nameOf(loaded), `${String(isTuple(loaded) ? loaded[2] : "").padEnd(20)}${state}`.trimEnd()] as const;
  });
  return ["Loaded Applications", rows];
}

function nameOf(application: readonly unknown[]): string {
  return atomName(application[0] as symbol);
}
