/**
 * Of a text the most hostile stretch stands for all of it, so that whatever ordinary text is put beside a payload, in
 * front or around it, changes nothing. The text is read once, in pieces; the stretch is that of most gain, of bounded
 * length (a maximal-scoring segment; Lin, Jiang and Chao 2002). Each piece costs, and what a stretch gains is never
 * negative: ordinary text says nothing.
 *
 * The best of many stretches of ordinary text is more hostile than ordinary text is, by the logarithm of how many there
 * are (Karlin and Altschul 1990): so much is taken off. Learning chooses stretches by the same rule
 * (trainer/learn/counted.ts).
 */
import { scaleOf } from "../model/linear";
import { Head } from "../schema/heads";
import { addText } from "./ngrams";
import { beginPieces, countWords, endLastPiece, hasAllWords, PIECE_BYTES, pieces } from "./pieces";
import { isRecording, recordStretch, resumeRecording, suspendRecording } from "./recording";
import { botSum, setSums, threatSum } from "./sums";

/** Pieces at an address's beginning that the bot head reads: what is asked for stands there. */
export const HEAD_PIECES: u32 = 16;
/** Pieces of a stretch at most. */
const MOST_PIECES: u32 = 8;
/** What a piece costs, of the logit. */
const PIECE_COST: f32 = 0.6;
/** What is taken off the logit each time that a text is twice as long as a stretch. */
const CORRECTION: f32 = 0.4;

/** Pieces of a text that it is told by how long it is. */
const MOST_COUNTED: u32 = 120;

@unmanaged
class Stretch {
  at: usize;
  end: usize;
  /** What it adds to the sum of threat, costs taken off; none is counted where this is not positive. */
  gain: i32;
}

/** The stretch that stands for the text added last. */
export const stretch: Stretch = changetype<Stretch>(memory.data(offsetof<Stretch>(), 8));

/**
 * Adds the features of the text in [at, end), of which the stretch counts.
 *
 * @param head pieces at its beginning that the bot head reads
 */
export function addStretch(at: usize, end: usize, region: u32, head: u32): void {
  stretch.at = at;
  stretch.end = end;
  stretch.gain = 0;
  // Where there is no memory for the pieces, all of it counts.
  const isCut = beginPieces(at, end, head);
  addText(at, end, region);
  if (isCut) choose();
  if (isCut && !hasAllWords()) readWords(region);
}

/** Counts the words of families in the stretch where there were more in the text than are told by piece. */
function readWords(region: u32): void {
  const threat = threatSum();
  const bot = botSum();
  const isNoting = isRecording();
  if (isNoting) suspendRecording();
  addText(stretch.at, stretch.end, region);
  if (isNoting) resumeRecording();
  setSums(threat, bot);
}

/** Of the text that was added only the stretch stays in the sum of threat. */
function choose(): void {
  endLastPiece();
  const sums = pieces.sums;
  const count = pieces.count;
  const scale = scaleOf(Head.Threat);
  const cost = <i32>nearest<f32>(PIECE_COST / scale);
  let most = i32.MIN_VALUE;
  let from: u32 = 0;
  let to: u32 = 0;
  // Of the beginnings that the stretch may have, the one with the least sum before it; costs are taken off all sums.
  let first: u32 = 0;
  let least = load<i32>(sums);
  for (let k: u32 = 1; k <= count; k++) {
    if (k - first > MOST_PIECES) {
      least = i32.MAX_VALUE;
      for (let i = k - MOST_PIECES; i < k; i++) {
        const sum = load<i32>(sums + (i << 2)) - <i32>i * cost;
        if (sum > least) continue;
        least = sum;
        first = i;
      }
    }
    const sum = load<i32>(sums + (k << 2)) - <i32>k * cost;
    if (sum - least > most) {
      most = sum - least;
      from = first;
      to = k;
    }
    if (sum <= least) {
      least = sum;
      first = k;
    }
  }
  const at = stretch.at;
  stretch.end = min<usize>(stretch.end, at + <usize>to * PIECE_BYTES);
  stretch.at = at + <usize>from * PIECE_BYTES;
  stretch.gain = most - <i32>nearest<f32>((CORRECTION * doublings(count)) / scale);
  const isCounted = stretch.gain > 0;
  setSums(load<i32>(sums) + (isCounted ? stretch.gain : 0), pieces.bot);
  if (hasAllWords()) countWords(from, to);
  recordStretch(from, to, isCounted, pieces.head);
}

/**
 * How often a text of so many pieces is twice as long as a stretch: log2(1 + count / 8), straight between powers of 2. Of a
 * text beyond a kilobyte no more is taken off: nobody hides a payload behind enough words.
 */
function doublings(count: u32): f32 {
  const whole = min<u32>(count, MOST_COUNTED) + MOST_PIECES;
  const log2 = 31 - clz(whole);
  return <f32>log2 - 3 + <f32>(whole - ((<u32>1) << log2)) / <f32>((<u32>1) << log2);
}
