/**
 * Which hashed features of an example a head counts. Of a text that is cut into pieces `threat` counts the most hostile
 * stretch, `bot` the pieces at its beginning; what is of no such text counts for both. The same rule as the filter's
 * (filter/features/stretch.ts), so that learning goes through the stretch that the weights at hand choose.
 */
import type { Examples } from "../examples/columns.ts";
import type { Head, LinearWeights } from "../model/model.ts";

/** Pieces of a stretch at most. */
const MOST_PIECES = 8;
/** What a piece costs, of the logit. */
const PIECE_COST = 0.6;
/** What is taken off the logit each time that a text is twice as long as a stretch. */
const CORRECTION = 0.4;
/** Pieces of a text that it is told by how long it is. */
const MOST_COUNTED = 120;
/** Numbers before a text's places in `cuts`. */
const HEAD = 3;

/** The features that a head counts of one example; used again and again. */
export class Counted {
  /** Pairs of places in `sparse`: where a run of features begins, and to before which it goes. */
  runs = new Uint32Array(64);
  /** Numbers in it. */
  size = 0;
  /** Sum of their weights. */
  sum = 0;
  /** What the logit has besides: the costs of stretches. */
  offset = 0;
  /** The stretch nearest to being counted, where none is: places in `sparse`; empty where one is, or there is no text. */
  nearestFrom = 0;
  nearestTo = 0;
  /** Sum of the weights before each piece of the text at hand. */
  #sums = new Float64Array(128);

  /** Counts for a head. With `whole` all features of all texts, at no cost: no weights yet tell a stretch. */
  count(data: Examples, head: Head, weights: LinearWeights, i: number, whole = false): void {
    this.size = 0;
    this.sum = 0;
    this.offset = 0;
    this.nearestFrom = 0;
    this.nearestTo = 0;
    const { sparseFrom, cutsFrom, cuts } = data;
    const base = sparseFrom[i] as number;
    const cutsEnd = cutsFrom[i + 1] as number;
    let end = base;
    let nearest = Number.NEGATIVE_INFINITY;
    let isAnyCounted = false;
    if (!whole)
      for (let at = cutsFrom[i] as number; at < cutsEnd; ) {
        const total = cuts[at] as number;
        const count = cuts[at + 1] as number;
        const read = cuts[at + 2] as number;
        const places = at + HEAD;
        at = places + count + 1;
        const from = base + (cuts[places] as number);
        this.#add(data, weights, end, from);
        end = base + (cuts[places + count] as number);
        if (head === "bot") {
          this.#add(data, weights, from, base + (cuts[places + Math.min(read, count)] as number));
          continue;
        }
        // Only the bot head reads the text.
        if (total === 0) continue;
        const gain = this.#findStretch(data, weights, base, places, count);
        const counted = gain - CORRECTION * doublings(total);
        const stretchFrom = base + (cuts[places + this.#from] as number);
        const stretchTo = base + (cuts[places + this.#to] as number);
        if (counted > 0) {
          isAnyCounted = true;
          this.#push(stretchFrom, stretchTo);
          const cost = (this.#to - this.#from) * PIECE_COST;
          this.sum += gain + cost;
          this.offset += counted - gain - cost;
        } else if (counted > nearest) {
          nearest = counted;
          this.nearestFrom = stretchFrom;
          this.nearestTo = stretchTo;
        }
      }
    this.#add(data, weights, end, sparseFrom[i + 1] as number);
    if (isAnyCounted) this.nearestTo = this.nearestFrom;
  }

  /** The stretch found last: its first piece, and the one behind its last. */
  #from = 0;
  #to = 0;

  /** Finds the stretch of most gain; returns the gain, costs of its pieces taken off. */
  #findStretch(data: Examples, weights: LinearWeights, base: number, places: number, count: number): number {
    const { sparse, cuts } = data;
    if (this.#sums.length <= count) this.#sums = new Float64Array(count * 2);
    const sums = this.#sums;
    let sum = 0;
    let most = Number.NEGATIVE_INFINITY;
    let s = base + (cuts[places] as number);
    sums[0] = 0;
    for (let k = 1; k <= count; k++) {
      const pieceEnd = base + (cuts[places + k] as number);
      for (; s < pieceEnd; s++) sum += weights.sparse[sparse[s] as number] as number;
      sums[k] = sum;
      for (let from = k - 1; from >= 0 && k - from <= MOST_PIECES; from--) {
        const gain = sum - (sums[from] as number) - (k - from) * PIECE_COST;
        if (gain <= most) continue;
        most = gain;
        this.#from = from;
        this.#to = k;
      }
    }
    return most;
  }

  /** Adds a run of features and their weights. */
  #add({ sparse }: Examples, weights: LinearWeights, from: number, to: number): void {
    if (from === to) return;
    this.#push(from, to);
    for (let s = from; s < to; s++) this.sum += weights.sparse[sparse[s] as number] as number;
  }

  #push(from: number, to: number): void {
    if (this.size + 2 > this.runs.length) {
      const larger = new Uint32Array(this.runs.length * 2);
      larger.set(this.runs);
      this.runs = larger;
    }
    this.runs[this.size++] = from;
    this.runs[this.size++] = to;
  }
}

/** How often a text of so many pieces, at most 120, is twice as long as a stretch: log2(1 + count / 8), straight between powers of 2. */
export function doublings(count: number): number {
  const whole = Math.min(count, MOST_COUNTED) + MOST_PIECES;
  const log2 = 31 - Math.clz32(whole);
  return log2 - Math.log2(MOST_PIECES) + (whole - 2 ** log2) / 2 ** log2;
}
