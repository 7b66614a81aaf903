/** Examples in columns, as the learners read them. */
import type { Features } from "../../host/filter.ts";
import type { Labels } from "../window/labels.ts";

/** Label of an example for a head that nothing is known for. */
export const UNKNOWN_LABEL = 255;

/** n examples with d dense features. */
export interface Examples {
  /** d. */
  readonly denseCount: number;
  /** n. */
  readonly size: number;
  /** n numbers of kinds. */
  readonly kind: Uint8Array;
  /** n labels for each head: 0, 1 or {@link UNKNOWN_LABEL}. */
  readonly threat: Uint8Array;
  readonly bot: Uint8Array;
  readonly anomaly: Uint8Array;
  /** n weights in learning. */
  readonly weight: Float32Array;
  /** n + 1 offsets: the hashed features of example i are `sparse[sparseFrom[i]]` to before `sparse[sparseFrom[i + 1]]`. */
  readonly sparseFrom: Uint32Array;
  readonly sparse: Uint16Array;
  /**
   * n + 1 offsets: how the texts of example i are cut is told by `cuts[cutsFrom[i]]` to before `cuts[cutsFrom[i + 1]]`, as
   * {@link CutFeatures} has it, with places counted from `sparseFrom[i]`.
   */
  readonly cutsFrom: Uint32Array;
  readonly cuts: Uint16Array;
}

/** Examples whose dense features are cut into bins: all that the learners see of them. */
export interface BinnedExamples extends Examples {
  /** n x d bins, example after example. */
  readonly bins: Uint8Array;
}

/** Hashed features of a line of average length, for the first size of the column. */
const USUAL_INDICES = 128;
/** Cuts of a line of average length, likewise. */
const USUAL_CUTS = 40;
/** Growth of the columns of hashed features and cuts. */
const GROWTH = 1.25;

/** The columns that all examples have; dense features and the rest are a subclass's. */
export abstract class ExampleColumns implements Examples {
  readonly denseCount: number;
  size = 0;
  kind: Uint8Array;
  threat: Uint8Array;
  bot: Uint8Array;
  anomaly: Uint8Array;
  weight: Float32Array;
  sparseFrom: Uint32Array;
  sparse: Uint16Array;
  cutsFrom: Uint32Array;
  cuts: Uint16Array;

  constructor(denseCount: number, capacity: number) {
    this.denseCount = denseCount;
    this.kind = new Uint8Array(capacity);
    this.threat = new Uint8Array(capacity);
    this.bot = new Uint8Array(capacity);
    this.anomaly = new Uint8Array(capacity);
    this.weight = new Float32Array(capacity);
    this.sparseFrom = new Uint32Array(capacity + 1);
    this.sparse = new Uint16Array(capacity * USUAL_INDICES);
    this.cutsFrom = new Uint32Array(capacity + 1);
    this.cuts = new Uint16Array(capacity * USUAL_CUTS);
  }

  /** Examples that there is room for. */
  get capacity(): number {
    return this.kind.length;
  }

  /** Adds an example within the capacity; returns its number. */
  protected append(
    features: Pick<Features, "kind" | "sparse" | "cuts">,
    labels: Labels,
    weight: number,
  ): number {
    const i = this.size++;
    this.sparse = appended(this.sparse, this.sparseFrom, i, features.sparse);
    this.cuts = appended(this.cuts, this.cutsFrom, i, features.cuts);
    this.kind[i] = features.kind;
    this.threat[i] = labels.threat ?? UNKNOWN_LABEL;
    this.bot[i] = labels.bot ?? UNKNOWN_LABEL;
    this.anomaly[i] = labels.anomaly ?? UNKNOWN_LABEL;
    this.weight[i] = weight;
    return i;
  }

  /** Enlarges all columns but those of hashed features and cuts. */
  protected grow(capacity: number): void {
    this.kind = grown(this.kind, new Uint8Array(capacity));
    this.threat = grown(this.threat, new Uint8Array(capacity));
    this.bot = grown(this.bot, new Uint8Array(capacity));
    this.anomaly = grown(this.anomaly, new Uint8Array(capacity));
    this.weight = grown(this.weight, new Float32Array(capacity));
    this.sparseFrom = grown(this.sparseFrom, new Uint32Array(capacity + 1));
    this.cutsFrom = grown(this.cutsFrom, new Uint32Array(capacity + 1));
  }
}

/** The column with the values of example i behind those before it; offsets[i + 1] is set. */
function appended(column: Uint16Array, offsets: Uint32Array, i: number, values: Uint32Array): Uint16Array {
  const from = offsets[i] as number;
  const end = from + values.length;
  const roomy =
    end > column.length
      ? grown(column, new Uint16Array(Math.max(end, Math.ceil(column.length * GROWTH))))
      : column;
  roomy.set(values, from);
  offsets[i + 1] = end;
  return roomy;
}

/** `to` with the elements of `from` at its beginning. */
export function grown<T extends Float32Array | Uint8Array | Uint16Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
