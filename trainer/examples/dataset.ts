/** Examples with dense features as numbers, for learning that chooses the bins: the default model's. */
import type { Features } from "../../host/filter.ts";
import type { Labels } from "../window/labels.ts";
import { ExampleColumns, grown } from "./columns.ts";

const FIRST_CAPACITY = 1024;

/** Columns that grow as examples are added. */
export class Dataset extends ExampleColumns {
  /** n x d values, example after example; -1 where a feature does not apply. */
  dense: Float32Array;

  /** @param denseCount d, dense features of an example */
  constructor(denseCount: number, capacity = FIRST_CAPACITY) {
    super(denseCount, capacity);
    this.dense = new Float32Array(capacity * denseCount);
  }

  /** Adds an example of weight 1. */
  add(features: Pick<Features, "kind" | "dense" | "sparse" | "cuts">, labels: Labels): void {
    if (this.size === this.capacity) this.grow(this.size * 2);
    const i = this.append(features, labels, 1);
    this.dense.set(features.dense, i * this.denseCount);
  }

  protected override grow(capacity: number): void {
    super.grow(capacity);
    this.dense = grown(this.dense, new Float32Array(capacity * this.denseCount));
  }
}
