import type { Budget, Figure } from "./figure.js";
import { type Summary, summarize } from "./statistics.js";

/** A peer's value, and how many times it ours is. */
export interface Comparison {
  side: string;
  summary: Summary;
  ratio: number;
}

/** A budget in words, and whether it is met; unknown when the peer was not measured. */
export interface Outcome {
  budget: string;
  met: boolean | undefined;
}

/** A figure that has been measured. */
export interface Verdict {
  name: string;
  title: string;
  unit: string;
  ours: Summary;
  peers: Comparison[];
  outcomes: Outcome[];
  /** Sides that could not be measured, and why. */
  failures: Record<string, string>;
}

/** What the samples of all sides say about a figure; undefined when ours has none. */
export function judge(
  figure: Figure,
  samples: Map<string, number[]>,
  failures: Record<string, string>,
): Verdict | undefined {
  const summaries = new Map([...samples].map(([side, values]) => [side, summarize(values, figure.better)]));
  const ours = summaries.get("ours");
  if (!ours) return undefined;
  const { name, title, unit } = figure;
  const peers = [...summaries]
    .filter(([side]) => side !== "ours")
    .map(([side, summary]) => ({ side, summary, ratio: ours.best / summary.best }));
  return { name, title, unit, ours, peers, failures, outcomes: figure.budgets.map((budget) => check(budget)) };

  function check(budget: Budget): Outcome {
    const sign = figure.better === "less" ? "≤" : "≥";
    if ("limit" in budget)
      return { budget: `${sign} ${budget.limit} ${unit}`, met: reaches(ours!.best, budget.limit, figure.better) };
    const peer = summaries.get(budget.against);
    const met = peer && reaches(ours!.best, budget.ratio * peer.best, figure.better);
    return { budget: `${sign} ${budget.ratio} × ${budget.against}`, met };
  }
}

function reaches(value: number, wanted: number, better: "more" | "less"): boolean {
  return better === "less" ? value <= wanted : value >= wanted;
}
