/** What the samples of one side amount to. */
export interface Summary {
  /** The least disturbed sample: the shortest duration, the highest rate. */
  best: number;
  median: number;
  samples: number[];
}

export function summarize(samples: readonly number[], better: "more" | "less"): Summary {
  const sorted = [...samples].sort((a, b) => (better === "less" ? a - b : b - a));
  return { best: sorted[0]!, median: medianOf(sorted), samples: [...samples] };
}

function medianOf(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
