/** What Node.js keeps of which asynchronous call runs within which. */
interface AsyncWrap {
  readonly async_hook_fields: Uint32Array;
  readonly async_id_fields: Float64Array;
  readonly constants: { readonly kStackLength: number; readonly kExecutionAsyncId: number };
  popAsyncContext(asyncId: number): boolean;
}

/**
 * The depth of that stack, and how to come back to it. Code that is ended from outside, as by SIGINT,
 * leaves entries behind, for no `finally` hears of it; Node.js ends the whole process when it finds them.
 *
 * @returns brings the stack back to where it is now
 */
export function holdAsyncStack(): () => void {
  stack ??= open();
  if (!stack) return () => {};
  const { async_hook_fields: fields, async_id_fields: ids, constants, popAsyncContext } = stack;
  const depth = fields[constants.kStackLength]!;
  return () => {
    while (fields[constants.kStackLength]! > depth) popAsyncContext(ids[constants.kExecutionAsyncId]!);
  };
}

let stack: AsyncWrap | null | undefined;

/** There is no other way to it. A release that has closed this one does without. */
function open(): AsyncWrap | null {
  const { binding } = process as { binding?: (name: string) => unknown };
  const { noDeprecation } = process;
  process.noDeprecation = true;
  try {
    return (binding?.call(process, "async_wrap") as AsyncWrap | undefined) ?? null;
  } catch {
    return null;
  } finally {
    process.noDeprecation = noDeprecation ?? false;
  }
}
