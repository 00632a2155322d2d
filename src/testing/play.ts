import type { NodeOptions } from "./launch.js";
import type { TestNode } from "./node.js";
import { type Captures, matchOutput } from "./pattern.js";
import { parseTranscript, type Step } from "./transcript.js";

/** What a transcript acts on. */
export interface Stage {
  /** Names of the terminals that are open. */
  names(): string[];
  /** @throws Error when there is none of that name */
  node(name: string): TestNode;
  start(name: string, options: NodeOptions): Promise<TestNode>;
}

/**
 * Plays a transcript, step by step; see `Cluster.play`.
 *
 * @returns what all names in it stood for
 */
export async function play(stage: Stage, transcript: string, captures: Captures = {}): Promise<Captures> {
  let known = captures;
  for (const step of parseTranscript(transcript, stage.names())) {
    try {
      known = await act(stage, { ...step, text: fillIn(step.text, known) }, known);
    } catch (error) {
      throw atStep(step, error);
    }
  }
  return known;
}

/** Captured names may be typed, too: `pid("0.{n}.0")`. */
function fillIn(text: string, captures: Captures): string {
  return text.replace(/(?<!\$)\{([a-z]\w*)\}/gi, (whole, name: string) => captures[name] ?? whole);
}

async function act(stage: Stage, step: Step, captures: Captures): Promise<Captures> {
  const shows = step.shows.join("\n");
  if (step.type === "control") return control(stage, step, captures);
  const node = stage.node(step.terminal);
  if (step.type === "output") return node.expect(shows, captures);
  if (step.asks) return matchOutput(await ask(node, step), shows, captures);
  if (step.type === "command") return node.check(step.text, shows, captures);
  const printed = await node.answer(step.text);
  return shows === "" && printed === "" ? captures : matchOutput(printed, shows, captures);
}

/** The last line of what a program prints is its question. */
function ask(node: TestNode, { type, text, shows }: Step): Promise<string> {
  const until = shows.at(-1) ?? "";
  return type === "command" ? node.type(text, { until }) : node.answer(text, { until });
}

async function control(stage: Stage, { terminal, text, shows }: Step, captures: Captures): Promise<Captures> {
  const [action, ...args] = text.split(" ").filter((word) => word !== "");
  if (action === "start") {
    const { banner } = await stage.start(terminal, { args });
    return shows.length === 0 ? captures : matchOutput(banner, shows.join("\n"), captures);
  }
  const node = stage.node(terminal);
  if (action === "kill") await node.kill((args[0] ?? "SIGKILL") as NodeJS.Signals);
  else if (action === "close") await node.close();
  else if (action === "nothing") await node.expectNothing();
  else throw new SyntaxError(`Cannot ${text} a node: use start, kill, close or nothing`);
  return captures;
}

const SIGNS = { command: ">", answer: "<", output: ":", control: "!" };

function atStep({ line, terminal, type, text, shows }: Step, error: unknown): Error {
  const what = type === "output" ? shows[0] : text;
  const problem = error as Error;
  problem.message = `At line ${line} of the transcript, ${terminal}${SIGNS[type]} ${what}\n${problem.message}`;
  return problem;
}
