/** What zstd packed (RFC 8878), by fzstd: Node unpacks it from 22.15 on only. */
import { Decompress } from "fzstd";
import { SmartLogError } from "./error.ts";

/** What RFC 8878 asks of every decoder, and zstd needs up to level 19. */
const MAX_WINDOW_BYTES = 8 * 2 ** 20;
/** What is unpacked at once: four bytes may stand for 128 KiB. */
const PIECE_BYTES = 128;
const NEXT_STEP =
  "Pack it with zstd's level 19 or lower, or make text of it first: zstdcat --memory=2GB FILE | smartlog COMMAND -";
const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a5;
const FRAME_HEADER_BYTES = 18;
const BLOCK_HEADER_BYTES = 3;
const CHECKSUM_BYTES = 4;
/** A block of one byte that is repeated. */
const REPEATED = 1;

/** It takes more memory to unpack than is given. */
export class WindowTooLarge extends SmartLogError {
  override name = "WindowTooLarge";
  readonly code = "WINDOW_TOO_LARGE";
}

/**
 * The bytes that were packed. Its checksum is not looked at.
 *
 * @throws an error whose code begins with `Z_` where it is damaged, WindowTooLarge
 */
export async function* unzstd(
  packed: AsyncIterable<Buffer>,
  maxWindowBytes = MAX_WINDOW_BYTES,
): AsyncGenerator<Buffer, void> {
  const unpacker = new Unpacker(maxWindowBytes);
  for await (const chunk of packed)
    for (let at = 0; at < chunk.length; at += PIECE_BYTES)
      yield* unpacker.push(chunk.subarray(at, at + PIECE_BYTES), false);
  yield* unpacker.push(Buffer.alloc(0), true);
}

/** The first bytes of what was packed, as many as are wanted, or as there are in `head`. */
export function headOfZstd(head: Buffer, wanted: number): Buffer {
  const unpacker = new Unpacker(MAX_WINDOW_BYTES);
  const out: Buffer[] = [];
  let bytes = 0;
  for (let at = 0; at < head.length && bytes < wanted; at += PIECE_BYTES)
    for (const part of unpacker.push(head.subarray(at, at + PIECE_BYTES), false)) {
      out.push(part);
      bytes += part.length;
    }
  return Buffer.concat(out).subarray(0, wanted);
}

class Unpacker {
  readonly #frames: Frames;
  #out: Buffer[] = [];
  readonly #stream = new Decompress((part) => {
    if (part.length > 0) this.#out.push(Buffer.from(part.buffer, part.byteOffset, part.length));
  });

  constructor(maxWindowBytes: number) {
    this.#frames = new Frames(maxWindowBytes);
  }

  push(piece: Buffer, isLast: boolean): Buffer[] {
    this.#out = [];
    this.#frames.check(piece);
    try {
      // A copy: what is unfinished is kept.
      this.#stream.push(Uint8Array.from(piece), isLast);
    } catch (cause) {
      throw Object.assign(new Error((cause as Error).message, { cause }), { code: "Z_DATA_ERROR" });
    }
    return this.#out;
  }
}

/**
 * Looks at the header of each frame before it is unpacked: what it asks for would be taken.
 *
 * frame:  magic 4 | descriptor 1 | window 0..1 | dictionary 0..4 | content size 0..8, then blocks, then a checksum
 * block:  last 1 bit | type 2 bits | size 21 bits, then its content
 */
class Frames {
  readonly #maxWindowBytes: number;
  #held = Buffer.alloc(0);
  /** Bytes that belong to a block, a skippable frame or a checksum. */
  #skip = 0;
  #isInFrame = false;
  #hasChecksum = false;

  constructor(maxWindowBytes: number) {
    this.#maxWindowBytes = maxWindowBytes;
  }

  /** @throws WindowTooLarge */
  check(piece: Buffer): void {
    let rest = this.#held.length > 0 ? Buffer.concat([this.#held, piece]) : piece;
    for (;;) {
      const skipped = Math.min(this.#skip, rest.length);
      this.#skip -= skipped;
      rest = rest.subarray(skipped);
      const read = this.#skip > 0 ? 0 : this.#isInFrame ? this.#block(rest) : this.#header(rest);
      if (read === 0) break;
      rest = rest.subarray(read);
    }
    this.#held = Buffer.from(rest);
  }

  /** @returns how many bytes it took; 0 where there are too few */
  #header(bytes: Buffer): number {
    if (bytes.length < 8) return 0;
    const magic = bytes.readUInt32LE(0);
    if (magic >>> 4 === SKIPPABLE) {
      this.#skip = bytes.readUInt32LE(4);
      return 8;
    }
    // The unpacker says that it is none.
    if (magic !== MAGIC || bytes.length < FRAME_HEADER_BYTES) return 0;
    const descriptor = bytes.readUInt8(4);
    const isSingle = (descriptor & 0x20) !== 0;
    const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] as number;
    const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] as number;
    const sizeAt = (isSingle ? 5 : 6) + dictionaryBytes;
    const window = isSingle ? sizeOf(bytes, sizeAt, sizeBytes) : windowOf(bytes.readUInt8(5));
    if (window > this.#maxWindowBytes)
      throw new WindowTooLarge(
        `what zstd packed takes ${Math.ceil(window / 2 ** 20)} MiB to unpack, more than the ${this.#maxWindowBytes / 2 ** 20} MiB that are given`,
        { nextStep: NEXT_STEP },
      );
    this.#isInFrame = true;
    this.#hasChecksum = (descriptor & 4) !== 0;
    return sizeAt + sizeBytes;
  }

  #block(bytes: Buffer): number {
    if (bytes.length < BLOCK_HEADER_BYTES) return 0;
    const header = bytes.readUIntLE(0, BLOCK_HEADER_BYTES);
    this.#skip = ((header >> 1) & 3) === REPEATED ? 1 : header >> 3;
    if ((header & 1) === 0) return BLOCK_HEADER_BYTES;
    this.#isInFrame = false;
    if (this.#hasChecksum) this.#skip += CHECKSUM_BYTES;
    return BLOCK_HEADER_BYTES;
  }
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function sizeOf(bytes: Buffer, at: number, length: number): number {
  // RFC 8878: a size of two bytes counts from 256.
  if (length === 2) return bytes.readUInt16LE(at) + 256;
  return length === 8 ? Number(bytes.readBigUInt64LE(at)) : bytes.readUIntLE(at, length);
}
