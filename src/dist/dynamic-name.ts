/**
 * A name for a node that asks for one when it calls, with nothing but its host: 64 random bits, so
 * that no two get the same. Follows `net_kernel`'s dynamic node names.
 *
 * @example
 * dynamicName("localhost"); // { node: "15JZ0K97PPJ7M@localhost", creation: 3063467431 }
 */
export function dynamicName(host: string): { node: string; creation: number } {
  const [high = 0n, low = 0n] = crypto.getRandomValues(new BigUint64Array(2));
  // Creations are 32 bits, and small ones are those of old nodes.
  const creation = Number(low & 0xffff_fff0n) + 4;
  return { node: `${high.toString(36).toUpperCase()}@${host}`, creation };
}
