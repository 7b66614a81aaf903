/** Examples with dense features as bins, for learning on from a model in service, whose bins stay. */
import type { Features } from "../../host/filter.ts";
import { LABEL_SOURCES, type LabelSource, type Labels } from "../window/labels.ts";
import { type BinnedExamples, ExampleColumns } from "./columns.ts";

/** Facts of an example beside its features. */
export interface RowFacts {
  labels: Labels;
  from: LabelSource;
  /** Weight in learning. */
  weight: number;
  /** Sampling weight: how many events of the population the example stands for. */
  stands: number;
  /** Whether it may teach what is ordinary; false of events that may well be hostile. */
  isOrdinary: boolean;
}

/** Columns of a fixed capacity; a dense feature takes a byte. */
export class Rows extends ExampleColumns implements BinnedExamples {
  readonly bins: Uint8Array;
  /** n sampling weights. */
  readonly stands: Float32Array;
  /** n numbers in {@link LABEL_SOURCES}. */
  readonly from: Uint8Array;
  /** n flags: 1 where the example may teach what is ordinary. */
  readonly ordinary: Uint8Array;

  /** @param denseCount d, dense features of an example */
  constructor(denseCount: number, capacity: number) {
    super(denseCount, capacity);
    this.bins = new Uint8Array(capacity * denseCount);
    this.stands = new Float32Array(capacity);
    this.from = new Uint8Array(capacity);
    this.ordinary = new Uint8Array(capacity);
  }

  /**
   * Adds an example.
   *
   * @throws RangeError beyond the capacity
   */
  add(features: Pick<Features, "kind" | "bins" | "sparse" | "cuts">, facts: RowFacts): void {
    if (this.size === this.capacity) throw new RangeError("no room for another example");
    const i = this.append(features, facts.labels, facts.weight);
    this.bins.set(features.bins, i * this.denseCount);
    this.stands[i] = facts.stands;
    this.from[i] = LABEL_SOURCES.indexOf(facts.from);
    this.ordinary[i] = facts.isOrdinary ? 1 : 0;
  }

  /** Whether the labels of example i are from a source. */
  isFrom(i: number, source: LabelSource): boolean {
    return this.from[i] === LABEL_SOURCES.indexOf(source);
  }
}
