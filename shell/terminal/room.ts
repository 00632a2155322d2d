const waiting = new WeakMap<NodeJS.WritableStream, Promise<void>>();

/** Resolves when a stream that is full has room again, or will never have any. */
export function roomIn(stream: NodeJS.WritableStream): Promise<void> {
  const known = waiting.get(stream);
  if (known) return known;
  const room = new Promise<void>((resolve) => {
    const events = ["drain", "error", "close"];
    const done = () => {
      for (const event of events) stream.off(event, done);
      waiting.delete(stream);
      resolve();
    };
    for (const event of events) stream.on(event, done);
  });
  waiting.set(stream, room);
  return room;
}
