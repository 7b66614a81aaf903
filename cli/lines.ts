/**
 * The longest line that is taken whole: 16 MiB. What stands behind that in a line is left out of its record, so that a
 * file without newlines takes bounded memory and its event still fits Postgres (256 MB a value, six bytes an escape).
 */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

export interface Line {
  /** Without its newline and one carriage return before that. Valid until the next chunk is pushed. */
  bytes: Buffer;
  /** Byte offset of its first byte. */
  offset: number;
  /** Bytes left out because the line is longer than {@link MAX_LINE_BYTES}. */
  cut: number;
}

/** Cuts chunks of bytes into lines at newlines, and knows where each began. Empty lines are lines. */
export class LineSplitter {
  #carried: Buffer[] = [];
  #carriedBytes = 0;
  #cut = 0;
  #lineOffset: number;
  #position: number;
  readonly #limit: number;

  /** @param offset where the first chunk begins in its file */
  constructor(offset = 0, limit = MAX_LINE_BYTES) {
    this.#lineOffset = offset;
    this.#position = offset;
    this.#limit = limit;
  }

  /** Bytes of an unfinished line, held until its newline comes. */
  get unfinishedBytes(): number {
    return this.#position - this.#lineOffset;
  }

  /** The lines that end in this chunk. The chunk may be written over once they are used. */
  *push(chunk: Buffer): Generator<Line, void> {
    let from = 0;
    while (from < chunk.length) {
      const newline = chunk.indexOf(NEWLINE, from);
      const to = newline < 0 ? chunk.length : newline;
      const part = chunk.subarray(from, to);
      this.#position += part.length;
      if (newline < 0) {
        this.#carry(part);
        return;
      }
      yield this.#line(part);
      this.#position += 1;
      this.#lineOffset = this.#position;
      from = newline + 1;
    }
  }

  /** The last line, where it has no newline. */
  end(): Line | undefined {
    if (this.unfinishedBytes === 0) return undefined;
    const line = this.#line(Buffer.alloc(0));
    this.#lineOffset = this.#position;
    return line;
  }

  #carry(part: Buffer): void {
    const room = this.#limit - this.#carriedBytes;
    const kept = part.subarray(0, room);
    this.#cut += part.length - kept.length;
    if (kept.length === 0) return;
    // A copy: whoever reads may use one buffer for all chunks.
    this.#carried.push(Buffer.from(kept));
    this.#carriedBytes += kept.length;
  }

  #line(last: Buffer): Line {
    let bytes = last.subarray(0, this.#limit - this.#carriedBytes);
    const cut = this.#cut + last.length - bytes.length;
    if (this.#carriedBytes > 0) {
      bytes = Buffer.concat([...this.#carried, bytes]);
      this.#carried = [];
      this.#carriedBytes = 0;
      this.#cut = 0;
    }
    if (cut === 0 && bytes[bytes.length - 1] === CARRIAGE_RETURN) bytes = bytes.subarray(0, -1);
    return { bytes, offset: this.#lineOffset, cut };
  }
}
