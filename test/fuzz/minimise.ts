/**
 * The shortest record found of which the same is true: pieces are left out, half of it first, then ever smaller ones
 * (Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002).
 */
export function minimise(record: Buffer, isSo: (record: Buffer) => boolean): Buffer {
  let best = record;
  for (let size = Math.ceil(best.length / 2); size > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < best.length; ) {
      const shorter = Buffer.concat([best.subarray(0, at), best.subarray(at + size)]);
      if (isSo(shorter)) best = shorter;
      else at += size;
    }
  }
  return best;
}

/** A record as it can be put into a test. */
export function written(record: Buffer): string {
  return `Buffer.from(${JSON.stringify(record.toString("latin1"))}, "latin1")`;
}
