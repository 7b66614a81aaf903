/**
 * Of a long text the most hostile stretch stands for all of it: whatever ordinary text is put beside a payload, in front
 * or around it, changes nothing. All of the text is read, in pieces; the sum of `threat` up to the end of each piece is
 * kept, and the stretch is that of most gain, of bounded length (a maximal-scoring segment; Lin, Jiang and Chao 2002). It
 * is then scored as if it were the whole text, and as short as those that the weights were learnt from.
 *
 * The best of many stretches of ordinary text is more hostile than ordinary text is, by the logarithm of how many there
 * are (Karlin and Altschul 1990): so much is taken off. (Learners see the features of the stretch, and not this.)
 */
import { take } from "../memory/scratch";
import { scaleOf } from "../model/linear";
import { Head } from "../schema/heads";
import { addPiece, addText, beginText } from "./ngrams";
import { Region } from "./region";
import {
  addThreat,
  copyFamilies,
  endRehearsal,
  FAMILIES_BYTES,
  rehearse,
  setFamilies,
  threatSum,
} from "./sums";
import { bits } from "./values";

/** Bytes that a text has at most to be read as a whole: nearly all have. */
const WHOLE_BYTES: usize = 256;
const PIECE_BYTES: usize = 8;
/** The same of messages, whose words weigh less each. */
const WHOLE_MESSAGE_BYTES: usize = 4096;
const MESSAGE_PIECE_BYTES: usize = 256;
/** Pieces of a stretch. */
const LEAST_PIECES: usize = 3;
const MOST_PIECES: usize = 10;
/** What is taken off the logit each time that a text is twice as long as a stretch. */
const CORRECTION: f32 = 0.25;
/** The same of messages, whose stretches are longer and vary more. */
const MESSAGE_CORRECTION: f32 = 3.5;

const FAMILIES_OF_ALL: usize = memory.data(FAMILIES_BYTES, 8);

@unmanaged
class Stretch {
  at: usize;
  end: usize;
}

/** The part of the text added last that stands for it. */
export const stretch: Stretch = changetype<Stretch>(memory.data(offsetof<Stretch>(), 4));

/** Adds the features of the text in [at, end), or of the stretch that stands for it. */
export function addStretch(at: usize, end: usize, region: u32): void {
  stretch.at = at;
  stretch.end = end;
  if (end - at > (region == Region.Message ? WHOLE_MESSAGE_BYTES : WHOLE_BYTES)) findStretch(region);
  addText(stretch.at, stretch.end, region);
  // Families are counted in all of a message, not in the stretch alone.
  if (stretch.end - stretch.at < end - at && region == Region.Message) setFamilies(FAMILIES_OF_ALL);
}

/** Narrows {@link stretch} to its most hostile stretch. */
function findStretch(region: u32): void {
  const at = stretch.at;
  const end = stretch.end;
  const piece = region == Region.Message ? MESSAGE_PIECE_BYTES : PIECE_BYTES;
  const pieces = (end - at + piece - 1) / piece;
  const sums = take((pieces + 1) << 2);
  if (sums == 0) return;
  rehearse();
  beginText(region);
  store<i32>(sums, threatSum());
  let most = i32.MIN_VALUE;
  for (let k: usize = 1; k <= pieces; k++) {
    const pieceEnd = min<usize>(at + k * piece, end);
    addPiece(at + (k - 1) * piece, pieceEnd, region, k == pieces);
    const sum = threatSum();
    store<i32>(sums + (k << 2), sum);
    for (let i = k > MOST_PIECES ? k - MOST_PIECES : 0; i + LEAST_PIECES <= k; i++) {
      const gain = sum - load<i32>(sums + (i << 2));
      if (gain <= most) continue;
      most = gain;
      stretch.at = at + i * piece;
      stretch.end = pieceEnd;
    }
  }
  if (region == Region.Message) copyFamilies(FAMILIES_OF_ALL);
  endRehearsal();
  const doublings = bits(end - at) - bits(MOST_PIECES * piece - 1);
  const correction = region == Region.Message ? MESSAGE_CORRECTION : CORRECTION;
  addThreat(-(<i32>((correction * doublings) / scaleOf(Head.Threat))));
}
