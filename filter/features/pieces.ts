/**
 * The pieces of the text at hand, of eight bytes each: what the sums of both heads were where each ended, and the words of
 * families that each had. stretch.ts chooses among them; ngrams.ts ends them while it passes.
 */
import { take } from "../memory/scratch";
import { recordPiece, recordText } from "./recording";
import { botSum, metFamily, threatSum } from "./sums";

export const PIECE_BYTES: usize = 8;
/** Stands for no end: no text is cut into pieces. */
const NEVER: usize = <usize>-1;
/** Words of families that are told by piece at most. */
const MOST_WORDS: u32 = 128;

@unmanaged
class Pieces {
  /** Where the piece at hand ends. */
  end: usize;
  /** i32 sum of threat before each piece; one more behind the last. 0 where no text is cut. */
  sums: usize;
  /** Pieces that ended. */
  count: u32;
  /** Pieces at the beginning that the bot head reads. */
  head: u32;
  /** Sum of bot where the head ended. */
  bot: i32;
  /** Words of families met. */
  words: u32;
}

/** Of the text at hand. */
export const pieces: Pieces = changetype<Pieces>(memory.data(offsetof<Pieces>(), 8));
pieces.end = NEVER;

/** For each word of a family: piece << 8 | family. */
const WORDS: usize = memory.data(MOST_WORDS << 2, 8);

/** Cuts the text in [at, end) into pieces, the first `head` of them for the bot head. False where there is no memory for their sums. */
export function beginPieces(at: usize, end: usize, head: u32): bool {
  pieces.sums = take(((end - at) / PIECE_BYTES + 2) << 2);
  pieces.count = 0;
  pieces.head = head;
  pieces.words = 0;
  if (pieces.sums == 0) return false;
  store<i32>(pieces.sums, threatSum());
  pieces.bot = botSum();
  pieces.end = at + PIECE_BYTES;
  recordText();
  recordPiece();
  return true;
}

/**
 * Ends the piece at hand; the next one begins.
 *
 * @param threat,bot sums that are not yet in the record's
 */
export function endPiece(threat: i32, bot: i32): void {
  pieces.end += PIECE_BYTES;
  store<i32>(pieces.sums + (++pieces.count << 2), threatSum() + threat);
  if (pieces.count == pieces.head) pieces.bot = botSum() + bot;
  recordPiece();
}

/** Ends the last piece, and cuts nothing from here on. */
export function endLastPiece(): void {
  store<i32>(pieces.sums + (++pieces.count << 2), threatSum());
  if (pieces.count <= pieces.head) pieces.bot = botSum();
  pieces.end = NEVER;
}

/** What a piece of the text added last adds to the sum of threat. */
export function gainOfPiece(piece: u32): i32 {
  return load<i32>(pieces.sums + ((piece + 1) << 2)) - load<i32>(pieces.sums + (piece << 2));
}

/** Counts a word of a family, where it stands in the stretch that will be chosen. */
export function metWordOf(family: u32): void {
  if (pieces.end == NEVER) metFamily(family);
  else if (hasAllWords()) store<u32>(WORDS + (pieces.words++ << 2), (pieces.count << 8) | family);
}

/** Whether all words of families in the text are told by piece. */
export function hasAllWords(): bool {
  return pieces.words < MOST_WORDS;
}

/** Counts the words of families in pieces `from` to before `to`. */
export function countWords(from: u32, to: u32): void {
  for (let i: u32 = 0; i < pieces.words; i++) {
    const entry = load<u32>(WORDS + (i << 2));
    const piece = entry >> 8;
    if (piece >= from && piece < to) metFamily(entry & 0xff);
  }
}
