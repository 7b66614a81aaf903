/** Judged events: labels with the scores of both models, in columns; bounded. */
import type { Random } from "../../simulate/lib/random.ts";
import { HEADS, type Head } from "../model/model.ts";
import type { Labels } from "../window/labels.ts";

/**
 * Sources of judged events: the held-out part of the site's window, and lines of the corpora made to judge on, of kinds that
 * the site has and of kinds that it has not.
 */
const SETS = ["site", "corpus", "elsewhere"] as const;
export type JudgedSet = (typeof SETS)[number];

export type Scores = Record<Head, number>;

/** Most judgements that are kept; of more, a uniform sample. */
const MOST = 400_000;

/** One head's scores of one event. */
export interface Judgement {
  set: JudgedSet;
  kind: number;
  head: Head;
  label: 0 | 1;
  /** The event's form (window/form.ts): its events tend to be right or wrong together. */
  group: number;
  /** By the model in service; of the set `elsewhere` by the default model, which the candidate is held against there. */
  incumbent: number;
  candidate: number;
}

export class Judgements {
  readonly #rng: Random;
  #code = new Uint8Array(4096);
  #kind = new Uint8Array(4096);
  #group = new Uint32Array(4096);
  #incumbent = new Float32Array(4096);
  #candidate = new Float32Array(4096);
  #seen = 0;
  size = 0;

  constructor(rng: Random) {
    this.#rng = rng;
  }

  add(
    set: JudgedSet,
    kind: number,
    group: number,
    labels: Labels,
    incumbent: Scores,
    candidate: Scores,
  ): void {
    HEADS.forEach((head, h) => {
      const label = labels[head];
      if (label === undefined) return;
      const i = this.#place();
      if (i < 0) return;
      this.#code[i] = (h << 3) | (SETS.indexOf(set) << 1) | label;
      this.#kind[i] = kind;
      this.#group[i] = group;
      this.#incumbent[i] = incumbent[head];
      this.#candidate[i] = candidate[head];
    });
  }

  /** Index for the next judgement, by reservoir sampling (Vitter 1985); -1 where it is dropped. */
  #place(): number {
    this.#seen++;
    if (this.size >= MOST) {
      const at = this.#rng.int(0, this.#seen - 1);
      return at < MOST ? at : -1;
    }
    if (this.size === this.#code.length) {
      const size = this.size * 2;
      const grow = <A extends Uint8Array | Uint32Array | Float32Array>(from: A, to: A): A => {
        to.set(from);
        return to;
      };
      this.#code = grow(this.#code, new Uint8Array(size));
      this.#kind = grow(this.#kind, new Uint8Array(size));
      this.#group = grow(this.#group, new Uint32Array(size));
      this.#incumbent = grow(this.#incumbent, new Float32Array(size));
      this.#candidate = grow(this.#candidate, new Float32Array(size));
    }
    return this.size++;
  }

  *[Symbol.iterator](): Generator<Judgement> {
    for (let i = 0; i < this.size; i++) {
      const code = this.#code[i] as number;
      yield {
        head: HEADS[code >> 3] as Head,
        set: SETS[(code >> 1) & 3] as JudgedSet,
        label: (code & 1) as 0 | 1,
        kind: this.#kind[i] as number,
        group: this.#group[i] as number,
        incumbent: this.#incumbent[i] as number,
        candidate: this.#candidate[i] as number,
      };
    }
  }
}
