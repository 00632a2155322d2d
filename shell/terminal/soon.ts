/** How long, in milliseconds, somebody who has pressed a key waits for what it brings. */
const PATIENCE = 200;

/** What is found in good time; undefined when it takes longer, or fails. */
export async function soon<T>(find: () => Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, PATIENCE, undefined);
  });
  try {
    return await Promise.race([find(), late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
