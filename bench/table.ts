import type { Outcome, Verdict } from "./verdict.js";

const HEAD = ["figure", "unit", "ours (median)", "peer", "peer (median)", "ratio", "budget", "met"];

/** Verdicts as an aligned table: a line for each peer or budget, whichever are more. */
export function table(verdicts: readonly Verdict[]): string {
  const rows = [HEAD, ...verdicts.flatMap(rowsOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => "-".repeat(width)).join("  "));
  return lines.join("\n");
}

/** The best sample stands first, as it is the one that other work on the machine has disturbed least. */
function rowsOf({ title, unit, ours, peers, outcomes }: Verdict): string[][] {
  return Array.from({ length: Math.max(1, peers.length, outcomes.length) }, (_, i) => {
    const peer = peers[i];
    return [
      i === 0 ? title : "",
      i === 0 ? unit : "",
      i === 0 ? pair(ours.best, ours.median) : "",
      peer?.side ?? "",
      peer ? pair(peer.summary.best, peer.summary.median) : "",
      peer ? `${number(peer.ratio)} ×` : "",
      outcomes[i]?.budget ?? "",
      mark(outcomes[i]),
    ];
  });
}

function mark(outcome: Outcome | undefined): string {
  if (!outcome) return "";
  return outcome.met === undefined ? "?" : outcome.met ? "yes" : "NO";
}

function pair(best: number, median: number): string {
  return `${number(best)} (${number(median)})`;
}

/** Three digits that mean something. */
export function number(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString("en-US");
  return String(Number(value.toPrecision(3)));
}
