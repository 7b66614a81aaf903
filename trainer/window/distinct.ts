/** Distinct numbers, estimated by linear counting (Whang, Vander-Zanden, Taylor 1990) in 256 bits. */
export class Distinct {
  readonly #bits = new Uint32Array(8);
  #set = 0;

  add(hash: number): void {
    const bit = Math.imul(hash, 0x9e3779b1) >>> 24;
    const word = this.#bits[bit >> 5] as number;
    if (word & (1 << (bit & 31))) return;
    this.#bits[bit >> 5] = word | (1 << (bit & 31));
    this.#set++;
  }

  /** 0 to about 1400; beyond, infinite. */
  get count(): number {
    return -256 * Math.log(1 - this.#set / 256);
  }
}
