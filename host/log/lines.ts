import { MAX_LINE_BYTES } from "../limits.ts";
import { LeftOut } from "./left-out.ts";

/**
 * The longest run of NULs that is taken for what somebody wrote. A longer one is a hole: what `copytruncate` leaves in
 * front of a writer that goes on at its old place, or a file system after a crash. Fluent Bit's tail skips it, too.
 */
export const MAX_NULS = 4096;

const NUL = 0x00;
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const NOTHING = Buffer.alloc(0);
const NULS = Buffer.alloc(MAX_NULS);
/** A comparison of whole blocks costs a call: worth it in a hole, not for a few NULs between other bytes. */
const WORTH_COMPARING_BYTES = 64;

export interface Line {
  /** Without its newline and one carriage return before that. Valid until the next line is asked for. */
  bytes: Buffer;
  /** Byte offset of its first byte; behind the hole where it begins with one. */
  offset: number;
  /** Bytes left out because the line is longer than {@link MAX_LINE_BYTES}. */
  cut: number;
}

/**
 * Cuts chunks of bytes into lines at newlines, and knows where each began. Empty lines are lines.
 *
 * Whatever is in the chunks, it holds one line of {@link MAX_LINE_BYTES} at most; holes are counted and not held. How
 * the bytes are spread over chunks makes no difference.
 */
export class LineSplitter {
  readonly #leftOut: LeftOut;
  /** The unfinished line: its first `#heldBytes` bytes. */
  #held = NOTHING;
  #heldBytes = 0;
  /** NULs at the end of the unfinished line that may turn out to be a hole. */
  #nuls = 0;
  #cut = 0;
  #lineOffset: number;
  #position: number;
  /** Whether anything of the line was seen; not so of the rest of a file that ends with a newline. */
  #isOpen = false;

  /**
   * @param leftOut where holes are counted
   * @param offset where the first chunk begins in its file
   */
  constructor(leftOut = new LeftOut(), offset = 0) {
    this.#leftOut = leftOut;
    this.#lineOffset = offset;
    this.#position = offset;
  }

  /** Whether an unfinished line waits for its newline. */
  get isUnfinished(): boolean {
    return this.#isOpen;
  }

  /** The lines that end in this chunk. The chunk may be written over once they are used. */
  *push(chunk: Buffer): Generator<Line, void> {
    let nul = chunk.indexOf(NUL);
    for (let from = 0; from < chunk.length; ) {
      const newline = chunk.indexOf(NEWLINE, from);
      const to = newline < 0 ? chunk.length : newline;
      if (nul >= 0 && nul < from) nul = chunk.indexOf(NUL, from);
      const part = chunk.subarray(from, to);
      if (newline >= 0 && !this.#isOpen && !(nul >= 0 && nul < to)) yield this.#whole(part);
      else {
        this.#take(part);
        if (newline < 0) return;
        yield this.#finish();
      }
      this.#position++;
      this.#lineOffset = this.#position;
      from = newline + 1;
    }
  }

  /** The last line, where it has no newline; a hole at the end of a file is none. */
  end(): Line | undefined {
    if (!this.#isOpen) return undefined;
    if (this.#heldBytes === 0 && this.#nuls > MAX_NULS) {
      this.#settleNuls();
      this.#isOpen = false;
      return undefined;
    }
    const line = this.#finish();
    this.#lineOffset = this.#position;
    return line;
  }

  /** A line that lies in the chunk from its first byte to its last: nothing is copied. */
  #whole(part: Buffer): Line {
    this.#position += part.length;
    return this.#line(part.subarray(0, MAX_LINE_BYTES), Math.max(0, part.length - MAX_LINE_BYTES));
  }

  #take(part: Buffer): void {
    this.#isOpen ||= part.length > 0;
    for (let at = 0; at < part.length; ) {
      if (this.#heldBytes === MAX_LINE_BYTES) {
        this.#cut += part.length - at;
        this.#position += part.length - at;
        return;
      }
      const text = endOfNuls(part, at);
      this.#nuls += text - at;
      this.#position += text - at;
      at = endOfText(part, text);
      if (at === text) return;
      this.#settleNuls();
      this.#hold(part.subarray(text, at));
      this.#position += at - text;
    }
  }

  /** Decides what the NULs before this place were. */
  #settleNuls(): void {
    if (this.#nuls <= MAX_NULS) this.#hold(NULS.subarray(0, this.#nuls));
    else {
      this.#leftOut.holeBytes += this.#nuls;
      if (this.#heldBytes === 0) this.#lineOffset = this.#position;
    }
    this.#nuls = 0;
  }

  /** A copy: the reader may use one buffer for all chunks. */
  #hold(part: Buffer): void {
    const kept = part.subarray(0, MAX_LINE_BYTES - this.#heldBytes);
    this.#cut += part.length - kept.length;
    const need = this.#heldBytes + kept.length;
    if (need > this.#held.length) {
      const grown = Buffer.allocUnsafe(Math.min(MAX_LINE_BYTES, Math.max(need, 2 * this.#held.length)));
      this.#held.copy(grown, 0, 0, this.#heldBytes);
      this.#held = grown;
    }
    kept.copy(this.#held, this.#heldBytes);
    this.#heldBytes = need;
  }

  #finish(): Line {
    this.#settleNuls();
    const line = this.#line(this.#held.subarray(0, this.#heldBytes), this.#cut);
    this.#held = NOTHING;
    this.#heldBytes = 0;
    this.#cut = 0;
    this.#isOpen = false;
    return line;
  }

  #line(bytes: Buffer, cut: number): Line {
    if (cut === 0 && bytes[bytes.length - 1] === CARRIAGE_RETURN) bytes = bytes.subarray(0, -1);
    return { bytes, offset: this.#lineOffset, cut };
  }
}

/** Where the text ends that begins at `from`: at a hole, at NULs that may become one, or at the end. */
function endOfText(bytes: Buffer, from: number): number {
  for (let nul = bytes.indexOf(NUL, from); nul >= 0; ) {
    const end = endOfNuls(bytes, nul);
    if (end - nul > MAX_NULS || end === bytes.length) return nul;
    nul = bytes.indexOf(NUL, end);
  }
  return bytes.length;
}

/** Where the NULs end that begin at `from`. */
function endOfNuls(bytes: Buffer, from: number): number {
  let at = from;
  const few = Math.min(bytes.length, from + WORTH_COMPARING_BYTES);
  while (at < few && bytes[at] === NUL) at++;
  if (at < few) return at;
  while (at + NULS.length <= bytes.length && NULS.compare(bytes, at, at + NULS.length) === 0)
    at += NULS.length;
  while (at < bytes.length && bytes[at] === NUL) at++;
  return at;
}
