import { FilterError } from "./error.ts";

/** Reads numbers, names and bytes of a binary file, one after the other. Numbers are little-endian. */
export class ByteReader {
  readonly #file: Buffer;
  /** Where in the file reading goes on. */
  at: number;
  /** Where in the file it ends. */
  readonly end: number;

  /** @throws FilterError where the file ends before `end` */
  constructor(file: Uint8Array, at = 0, end = file.length) {
    if (end > file.length) throw cutOff();
    this.#file = Buffer.from(file.buffer, file.byteOffset, file.length);
    this.at = at;
    this.end = end;
  }

  get isAtEnd(): boolean {
    return this.at >= this.end;
  }

  /** Goes on at the next multiple of so many bytes. */
  align(bytes: number): void {
    this.at = Math.ceil(this.at / bytes) * bytes;
  }

  u8(): number {
    return this.#file.readUInt8(this.skip(1));
  }

  u16(): number {
    return this.#file.readUInt16LE(this.skip(2));
  }

  u32(): number {
    return this.#file.readUInt32LE(this.skip(4));
  }

  /** Unsigned LEB128 (WebAssembly core specification, section 5.2.2). */
  leb(): number {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = this.u8();
      value += (byte & 127) * unit;
      if (byte < 128) return value;
    }
  }

  /** @returns where what was skipped begins */
  skip(bytes: number): number {
    const from = this.at;
    if (from + bytes > this.end) throw cutOff();
    this.at += bytes;
    return from;
  }

  take(bytes: number): Buffer {
    const from = this.skip(bytes);
    return this.#file.subarray(from, this.at);
  }

  /** The next bytes, to be read by themselves. */
  part(bytes: number): ByteReader {
    const from = this.skip(bytes);
    return new ByteReader(this.#file, from, this.at);
  }

  /** A vector: its length in LEB128, then the items. */
  list<T>(item: () => T): T[] {
    const items: T[] = [];
    for (let left = this.leb(); left > 0; left--) items.push(item());
    return items;
  }
}

/** What is cut off, a compiled module or one that is not, is to be made again. */
export function cutOff(): FilterError {
  return new FilterError("it is cut off");
}
