export interface TickerOptions {
  /** Seconds without a byte from the peer after which it counts as lost: `net_ticktime`. */
  tickTime: number;
  /** Bytes read and written so far. */
  read(): number;
  written(): number;
  /** Sends a sign of life. */
  tick(): void;
  /** Called each time that it looks. */
  looked?(): void;
  /** The peer is lost. */
  lost(): void;
}

/** A peer hears something at least so many times in one tick time. */
const INTENSITY = 4;

/**
 * Watches that two nodes hear of each other. Follows `dist_util:con_loop/2`: four times in a tick
 * time it ticks if nothing else was sent, and gives the peer up after four silent times in a row.
 *
 * Times are counted, not measured: a node that was busy or stopped for a while looks again before
 * it judges the others.
 *
 * @returns stops it
 */
export function startTicker({ tickTime, read, written, tick, looked, lost }: TickerOptions): () => void {
  let [lastRead, lastWritten, silent] = [read(), written(), 0];
  const timer = setInterval(
    () => {
      if (written() === lastWritten) tick();
      silent = read() === lastRead ? silent + 1 : 0;
      [lastRead, lastWritten] = [read(), written()];
      looked?.();
      if (silent >= INTENSITY) lost();
    },
    (tickTime * 1000) / INTENSITY,
  );
  timer.unref();
  return () => clearInterval(timer);
}
