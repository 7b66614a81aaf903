/** Examples that learning goes on from: bins under the model in service, hashed features, labels. */
import type { Features } from "../../host/filter.ts";
import { LABEL_SOURCES, type LabelSource, type Labels } from "../window/labels.ts";
import { type Examples, UNKNOWN_LABEL } from "./dataset.ts";

/** What is kept of an example besides its features. */
export interface RowFacts {
  labels: Labels;
  from: LabelSource;
  /** Weight in learning. */
  weight: number;
  /** How many events of the population it stands for. */
  stands: number;
  /** False where an event may well be hostile: what is ordinary isn't learnt from it. */
  isOrdinary: boolean;
}

/** Hashed features that a line of average length has; only what is first set aside depends on it. */
const USUAL_INDICES = 128;

/**
 * Columns of a fixed capacity. Dense features are kept as bins (a byte each): with edges that stay, that is all that the
 * learners see of them.
 */
export class Rows implements Examples {
  readonly denseCount: number;
  readonly capacity: number;
  size = 0;
  /** u8 bin of each dense feature, row after row. */
  readonly bins: Uint8Array;
  readonly kind: Uint8Array;
  readonly threat: Uint8Array;
  readonly bot: Uint8Array;
  readonly anomaly: Uint8Array;
  readonly weight: Float32Array;
  readonly stands: Float32Array;
  /** Number in {@link LABEL_SOURCES}. */
  readonly from: Uint8Array;
  readonly ordinary: Uint8Array;
  readonly sparseFrom: Uint32Array;
  sparse: Uint16Array;

  constructor(denseCount: number, capacity: number) {
    this.denseCount = denseCount;
    this.capacity = capacity;
    this.bins = new Uint8Array(capacity * denseCount);
    this.kind = new Uint8Array(capacity);
    this.threat = new Uint8Array(capacity);
    this.bot = new Uint8Array(capacity);
    this.anomaly = new Uint8Array(capacity);
    this.weight = new Float32Array(capacity);
    this.stands = new Float32Array(capacity);
    this.from = new Uint8Array(capacity);
    this.ordinary = new Uint8Array(capacity);
    this.sparseFrom = new Uint32Array(capacity + 1);
    this.sparse = new Uint16Array(capacity * USUAL_INDICES);
  }

  /** @throws RangeError beyond the capacity */
  add(features: Pick<Features, "kind" | "bins" | "sparse">, facts: RowFacts): void {
    if (this.size === this.capacity) throw new RangeError("no room for another example");
    const i = this.size++;
    const from = this.sparseFrom[i] as number;
    const end = from + features.sparse.length;
    if (end > this.sparse.length) {
      const larger = new Uint16Array(Math.max(end, Math.ceil(this.sparse.length * 1.25)));
      larger.set(this.sparse);
      this.sparse = larger;
    }
    this.bins.set(features.bins, i * this.denseCount);
    this.sparse.set(features.sparse, from);
    this.sparseFrom[i + 1] = end;
    this.kind[i] = features.kind;
    this.threat[i] = facts.labels.threat ?? UNKNOWN_LABEL;
    this.bot[i] = facts.labels.bot ?? UNKNOWN_LABEL;
    this.anomaly[i] = facts.labels.anomaly ?? UNKNOWN_LABEL;
    this.weight[i] = facts.weight;
    this.stands[i] = facts.stands;
    this.from[i] = LABEL_SOURCES.indexOf(facts.from);
    this.ordinary[i] = facts.isOrdinary ? 1 : 0;
  }

  isFrom(i: number, source: LabelSource): boolean {
    return this.from[i] === LABEL_SOURCES.indexOf(source);
  }
}
