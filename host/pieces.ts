/** The pieces of texts that the filter scores by their most hostile stretch (filter/features/stretch.ts). */

/** Pieces of a text that learners see at most. */
const MOST_PIECES = 64;
/** Of a longer text: pieces before its stretch, and behind where that began. */
const BEFORE_STRETCH = 4;
const FROM_STRETCH = 12;
/** Numbers before a text's pieces, as the filter has them: n, first and last of the stretch, those for the bot head. */
const HEAD = 4;

/** Hashed features of a record, and how its texts are cut. */
export interface CutFeatures {
  /** Indices of the hashed features, in order of the text; an index may stand several times. */
  sparse: Uint32Array;
  /**
   * For each text that is cut: how many pieces it has, 0 where only the bot head reads it; n, how many of them are given; how many of these the bot head reads;
   * n + 1 places in `sparse`, where each piece begins and where the last ends. Of a text of more than 64 pieces those at its
   * beginning and those around its stretch are given.
   */
  cuts: Uint32Array;
}

/**
 * Leaves out pieces of long texts.
 *
 * @param sparse all hashed features
 * @param cuts as the filter answers them (filter/index.ts)
 */
export function shortened(sparse: Uint32Array, cuts: Uint32Array): CutFeatures {
  const kept: number[] = [];
  const texts: Uint32Array[] = [];
  let end = 0;
  let size = 0;
  const take = (from: number, to: number) => {
    texts.push(sparse.subarray(from, to));
    size += to - from;
  };
  for (let at = 0; at < cuts.length; ) {
    const [count = 0, stretch = 0, stretchEnd = 0, read = 0] = cuts.subarray(at, at + HEAD);
    const starts = cuts.subarray(at + HEAD, at + HEAD + count + 1);
    at += HEAD + count + 1;
    const ranges = keptPieces(count, stretch);
    const pieces = ranges.reduce((sum, [from, to]) => sum + to - from, 0);
    kept.push(stretchEnd ? count : 0, pieces, read === count ? pieces : read);
    // What stands between the texts belongs to none.
    take(end, starts[0] as number);
    for (const [from, to] of ranges)
      for (let piece = from; piece < to; piece++) {
        kept.push(size);
        take(starts[piece] as number, starts[piece + 1] as number);
      }
    kept.push(size);
    end = starts[count] as number;
  }
  take(end, sparse.length);
  return { sparse: size === sparse.length ? sparse : joined(texts, size), cuts: Uint32Array.from(kept) };
}

/** Which of `count` pieces are kept, where the stretch begins with this one: ranges, each to before its second number. */
function keptPieces(count: number, stretch: number): [from: number, to: number][] {
  const around = Math.max(0, Math.min(stretch - BEFORE_STRETCH, count - BEFORE_STRETCH - FROM_STRETCH));
  const first = MOST_PIECES - BEFORE_STRETCH - FROM_STRETCH;
  if (count <= MOST_PIECES || around <= first) return [[0, Math.min(count, MOST_PIECES)]];
  return [
    [0, first],
    [around, around + BEFORE_STRETCH + FROM_STRETCH],
  ];
}

function joined(texts: readonly Uint32Array[], size: number): Uint32Array {
  const out = new Uint32Array(size);
  let at = 0;
  for (const text of texts) {
    out.set(text, at);
    at += text.length;
  }
  return out;
}
