import { encode } from "@msgpack/msgpack";

/**
 * A message of the forward protocol, mode Forward: `[tag, [[time, record], …]]`.
 *
 * @param time seconds since the epoch
 */
export function forwardMessage(
  tag: string,
  records: readonly Record<string, unknown>[],
  time: number,
): Uint8Array {
  return encode([tag, records.map((record) => [Math.floor(time), record])]);
}
