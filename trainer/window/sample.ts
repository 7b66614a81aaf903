/**
 * A bounded, stratified sample of a stream, with inverse-probability weights that estimate the stream without bias:
 * bottom-k sampling with exponential ranks (Cohen and Kaplan 2007) in each stratum.
 *
 * An item of weight w gets the rank -ln(u)/w, u uniform, and the k items of the lowest ranks are kept. With t the lowest
 * rank that was dropped, an item was kept with probability 1 - e^(-w t); its sampling weight is the inverse.
 */
import type { Features } from "../../host/filter.ts";
import type { Random } from "../../simulate/lib/random.ts";
import { popHighest, push } from "./heap.ts";

/** A sampled item. */
export interface Sampled<T> {
  features: Pick<Features, "kind" | "template" | "bins" | "sparse" | "cuts">;
  facts: T;
  /** Sampling weight: how many items of the stream the item stands for, 1 or more. */
  stands: number;
}

interface Item<T> {
  rank: number;
  weight: number;
  slot: number;
  facts: T;
}

interface Stratum<T> {
  capacity: number;
  /** A heap, see {@link push}. */
  items: Item<T>[];
  /** Lowest rank that was dropped; infinite while none was. */
  threshold: number;
}

/** Hashed features and cuts of an average item, for the first size of the arena. */
const USUAL_INDICES = 160;

/**
 * The sample, its items' features in columns. Indices of hashed features, and behind them the cuts, lie in one arena; the space of dropped items is
 * reclaimed when the arena is full.
 */
export class Sample<T> {
  readonly #rng: Random;
  readonly #denseCount: number;
  readonly #strata = new Map<string, Stratum<T>>();
  readonly #capacityOf: (stratum: string) => number;
  readonly #free: number[] = [];
  #slots = 0;
  #kind = new Uint8Array(64);
  #template = new Uint32Array(64);
  #bins: Uint8Array;
  #from = new Uint32Array(64);
  #length = new Uint32Array(64);
  /** How many of an item's numbers in the arena are cuts. */
  #cuts = new Uint32Array(64);
  #arena = new Uint16Array(64 * USUAL_INDICES);
  #arenaEnd = 0;

  /**
   * @param denseCount dense features of an item
   * @param capacityOf most items of a stratum, asked once for each
   */
  constructor(denseCount: number, rng: Random, capacityOf: (stratum: string) => number) {
    this.#denseCount = denseCount;
    this.#rng = rng;
    this.#capacityOf = capacityOf;
    this.#bins = new Uint8Array(64 * denseCount);
  }

  /**
   * Offers an item of the stream, which may drop another of its stratum.
   *
   * @param weight above 0; an item is kept the likelier, the heavier
   */
  offer(stratum: string, weight: number, features: Features, facts: T): void {
    let of = this.#strata.get(stratum);
    if (!of) {
      of = { capacity: this.#capacityOf(stratum), items: [], threshold: Number.POSITIVE_INFINITY };
      this.#strata.set(stratum, of);
    }
    const rank = -Math.log(1 - this.#rng.float()) / weight;
    if (of.items.length >= of.capacity) {
      const highest = of.items[0];
      if (!highest || rank >= highest.rank) {
        of.threshold = Math.min(of.threshold, rank);
        return;
      }
      of.threshold = Math.min(of.threshold, highest.rank);
      this.#free.push(highest.slot);
      popHighest(of.items);
    }
    push(of.items, { rank, weight, slot: this.#store(features), facts });
  }

  #store(features: Features): number {
    const slot = this.#free.pop() ?? this.#slots++;
    if (slot >= this.#kind.length) this.#growSlots();
    this.#kind[slot] = features.kind;
    this.#template[slot] = features.template;
    this.#bins.set(features.bins, slot * this.#denseCount);
    // The slot's old indices must not count as used when the arena is compacted.
    this.#length[slot] = 0;
    const { sparse, cuts } = features;
    const length = sparse.length + cuts.length;
    this.#makeRoom(length);
    this.#from[slot] = this.#arenaEnd;
    this.#length[slot] = length;
    this.#cuts[slot] = cuts.length;
    this.#arena.set(sparse, this.#arenaEnd);
    this.#arena.set(cuts, this.#arenaEnd + sparse.length);
    this.#arenaEnd += length;
    return slot;
  }

  #growSlots(): void {
    const size = Math.ceil(this.#kind.length * 1.5);
    const grow = <A extends Uint8Array | Uint32Array>(from: A, to: A): A => {
      to.set(from);
      return to;
    };
    this.#kind = grow(this.#kind, new Uint8Array(size));
    this.#template = grow(this.#template, new Uint32Array(size));
    this.#bins = grow(this.#bins, new Uint8Array(size * this.#denseCount));
    this.#from = grow(this.#from, new Uint32Array(size));
    this.#length = grow(this.#length, new Uint32Array(size));
    this.#cuts = grow(this.#cuts, new Uint32Array(size));
  }

  /** Makes room for `count` more indices: compacts the arena, and enlarges it where that frees little. */
  #makeRoom(count: number): void {
    if (this.#arenaEnd + count <= this.#arena.length) return;
    const free = new Set(this.#free);
    const used = Array.from({ length: this.#slots }, (_, slot) => slot)
      .filter((slot) => !free.has(slot) && (this.#length[slot] as number) > 0)
      .sort((a, b) => (this.#from[a] as number) - (this.#from[b] as number));
    let end = 0;
    for (const slot of used) {
      const from = this.#from[slot] as number;
      const length = this.#length[slot] as number;
      this.#arena.copyWithin(end, from, from + length);
      this.#from[slot] = end;
      end += length;
    }
    this.#arenaEnd = end;
    // With less than a quarter free the arena would be compacted again and again.
    if (end + count > this.#arena.length * 0.75) {
      const larger = new Uint16Array(Math.ceil(this.#arena.length * 1.5) + count);
      larger.set(this.#arena.subarray(0, end));
      this.#arena = larger;
    }
  }

  get size(): number {
    let size = 0;
    for (const { items } of this.#strata.values()) size += items.length;
    return size;
  }

  /** Empties the sample and frees its memory. */
  clear(): void {
    this.#strata.clear();
    this.#free.length = 0;
    this.#slots = 0;
    this.#arenaEnd = 0;
    this.#kind = new Uint8Array(64);
    this.#template = new Uint32Array(64);
    this.#bins = new Uint8Array(64 * this.#denseCount);
    this.#from = new Uint32Array(64);
    this.#length = new Uint32Array(64);
    this.#cuts = new Uint32Array(64);
    this.#arena = new Uint16Array(64 * USUAL_INDICES);
  }

  /** The sample, stratum after stratum; the items' features are views that hold until the next offer. */
  *[Symbol.iterator](): Generator<Sampled<T>> {
    for (const { items, threshold } of this.#strata.values())
      for (const { slot, weight, facts } of items) {
        const kept = threshold === Number.POSITIVE_INFINITY ? 1 : 1 - Math.exp(-weight * threshold);
        const from = this.#from[slot] as number;
        const end = from + (this.#length[slot] as number);
        const cutsFrom = end - (this.#cuts[slot] as number);
        yield {
          features: {
            kind: this.#kind[slot] as number,
            template: this.#template[slot] as number,
            bins: this.#bins.subarray(slot * this.#denseCount, (slot + 1) * this.#denseCount),
            sparse: Uint32Array.from(this.#arena.subarray(from, cutsFrom)),
            cuts: Uint32Array.from(this.#arena.subarray(cutsFrom, end)),
          },
          facts,
          stands: 1 / kept,
        };
      }
  }
}
