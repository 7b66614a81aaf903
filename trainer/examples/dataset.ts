/** Lines replayed through the filter, as the numbers that the learners work on. */
import type { Features, Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { shipperTime } from "../../host/time.ts";
import type { LabelledLine } from "../corpus/lines.ts";

/** Label of an example where nobody knows. */
export const UNKNOWN_LABEL = 255;

/** What the learners read of examples, besides their bins. */
export interface Examples {
  readonly denseCount: number;
  readonly size: number;
  readonly kind: Uint8Array;
  readonly threat: Uint8Array;
  readonly bot: Uint8Array;
  readonly anomaly: Uint8Array;
  readonly weight: Float32Array;
  readonly sparseFrom: Uint32Array;
  readonly sparse: Uint16Array;
}

/** Examples in columns: dense features row by row, hashed ones as index lists one after the other. */
export class Dataset implements Examples {
  readonly denseCount: number;
  size = 0;
  dense: Float32Array;
  kind: Uint8Array;
  threat: Uint8Array;
  bot: Uint8Array;
  anomaly: Uint8Array;
  /** Number of the source in {@link sources}. */
  source: Uint16Array;
  /** Weight of an example in learning. */
  weight: Float32Array;
  /** Where example i's indices begin; its end is where the next begin. */
  sparseFrom: Uint32Array;
  sparse: Uint16Array;
  readonly sources: string[] = [];

  constructor(denseCount: number, capacity = 1024) {
    this.denseCount = denseCount;
    this.dense = new Float32Array(capacity * denseCount);
    this.kind = new Uint8Array(capacity);
    this.threat = new Uint8Array(capacity);
    this.bot = new Uint8Array(capacity);
    this.anomaly = new Uint8Array(capacity);
    this.source = new Uint16Array(capacity);
    this.weight = new Float32Array(capacity);
    this.sparseFrom = new Uint32Array(capacity + 1);
    this.sparse = new Uint16Array(capacity * 128);
  }

  add(features: Features, line: LabelledLine, weight = 1): void {
    this.#makeRoom(features.sparse.length);
    const i = this.size++;
    this.dense.set(features.dense, i * this.denseCount);
    this.kind[i] = features.kind;
    this.threat[i] = line.threat ?? UNKNOWN_LABEL;
    this.bot[i] = line.bot ?? UNKNOWN_LABEL;
    this.anomaly[i] = line.anomaly ?? UNKNOWN_LABEL;
    this.weight[i] = weight;
    let source = this.sources.indexOf(line.source);
    if (source < 0) source = this.sources.push(line.source) - 1;
    this.source[i] = source;
    const from = this.sparseFrom[i] as number;
    this.sparse.set(features.sparse, from);
    this.sparseFrom[i + 1] = from + features.sparse.length;
  }

  #makeRoom(indices: number): void {
    if (this.size === this.kind.length) {
      const capacity = this.size * 2;
      this.dense = grown(this.dense, new Float32Array(capacity * this.denseCount));
      this.kind = grown(this.kind, new Uint8Array(capacity));
      this.threat = grown(this.threat, new Uint8Array(capacity));
      this.bot = grown(this.bot, new Uint8Array(capacity));
      this.anomaly = grown(this.anomaly, new Uint8Array(capacity));
      this.source = grown(this.source, new Uint16Array(capacity));
      this.weight = grown(this.weight, new Float32Array(capacity));
      this.sparseFrom = grown(this.sparseFrom, new Uint32Array(capacity + 1));
    }
    const used = this.sparseFrom[this.size] as number;
    if (used + indices > this.sparse.length)
      this.sparse = grown(this.sparse, new Uint16Array(Math.max(this.sparse.length * 2, used + indices)));
  }
}

function grown<T extends Float32Array | Uint8Array | Uint16Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Replays a stream of lines, in order, through a filter of its own; records that it can't read are left out. */
export function replay(filter: Filter, lines: Iterable<LabelledLine>, into: Dataset): void {
  for (const line of lines) {
    const time = shipperTime(Math.floor(line.time));
    const features = filter.features(recordOfLine(Buffer.from(line.line)), time);
    if (features) into.add(features, withoutUntold(filter, features, line));
  }
}

/**
 * The line without labels that nothing in it can tell: a robot that says nothing of itself can't be told by its first
 * requests, before its source has any behaviour. They teach the bot head nothing, else it would take every first visit
 * for a robot's.
 */
export function withoutUntold(filter: Filter, features: Features, line: LabelledLine): LabelledLine {
  const behaviour = filter.schema.dense.indexOf("source_events");
  const isFirst = line.fromSession && features.dense[behaviour] === -1;
  if (!isFirst || line.bot !== 1 || line.threat === 1) return line;
  const { bot: _, ...rest } = line;
  return rest;
}
