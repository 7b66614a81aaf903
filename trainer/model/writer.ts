/** Little-endian numbers, one after the other, as the filter reads them. */
export class Writer {
  #parts: Buffer[] = [];

  u8(value: number): void {
    this.#parts.push(Buffer.from([value & 255]));
  }
  u16(value: number): void {
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16LE(value);
    this.#parts.push(bytes);
  }
  u32(value: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value >>> 0);
    this.#parts.push(bytes);
  }
  f32(value: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeFloatLE(value);
    this.#parts.push(bytes);
  }
  bytes(value: Uint8Array): void {
    this.#parts.push(Buffer.from(value));
  }
  done(): Buffer {
    return Buffer.concat(this.#parts);
  }
}
