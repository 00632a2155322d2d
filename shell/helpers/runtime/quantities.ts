const UNITS = ["bytes", "KB", "MB", "GB"];

/** A number of bytes as iex tells it, cut to the unit below: 19922944 is `19 MB`. */
export function bytes(count: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, count)) / 10));
  return `${Math.floor(count / 1024 ** power)} ${UNITS[power]}`;
}

const PARTS = [
  ["days", 86_400],
  ["hours", 3600],
  ["minutes", 60],
  ["seconds", 1],
] as const;

/** A time in seconds, as iex tells it: 3725 is `1 hours, 2 minutes and 5 seconds`. */
export function duration(seconds: number): string {
  let rest = Math.floor(seconds);
  const parts: string[] = [];
  for (const [unit, length] of PARTS) {
    const count = Math.floor(rest / length);
    rest %= length;
    if (count > 0 || parts.length > 0 || unit === "seconds") parts.push(`${count} ${unit}`);
  }
  const last = parts.pop()!;
  return parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
}
