/** A section of the model while it is written: growing bytes; offsets are from the section's start. */
export class Section {
  /** Offsets of the lists so far, by what is in them: look-ups with the same patterns share one. */
  readonly lists = new Map<string, number>();
  readonly #parts: Buffer[] = [];
  #length = 0;

  add(bytes: Buffer, align = 1): number {
    const padding = (align - (this.#length % align)) % align;
    this.#parts.push(Buffer.alloc(padding), bytes);
    const offset = this.#length + padding;
    this.#length = offset + bytes.length;
    return offset;
  }

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }
}
