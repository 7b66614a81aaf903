/** The sections that learning makes; layouts in filter/model. decode.ts is the inverse. */
import { ModelError } from "./error.ts";
import {
  binCount,
  type Calibration,
  type Centroids,
  type Forest,
  HEADS,
  hashedCount,
  type Learnt,
  type LinearWeights,
  type PrincipalComponents,
  SHARED,
  TEXT_HEADS,
} from "./model.ts";
import { Writer } from "./writer.ts";

/** Unit of a leaf's path length: 1/256. */
const PATH_UNITS = 256;

function bins(model: Learnt): Buffer {
  const out = new Writer();
  let start = 0;
  for (const edges of model.edges) {
    out.u16(start);
    out.u16(edges.length);
    start += edges.length;
  }
  for (const edge of model.edges.flat()) out.f32(edge);
  return out.done();
}

/** Largest share of a head's hashed weights that is clipped at +-127, so that the others keep their precision. */
const CLIPPED_SHARE = 0.0005;

/** Step of quantisation of a head without hashed weights. */
const PLAIN_STEP = 1 / 256;

/** Step of quantisation: that of the model in service where the head was learnt on from it, else by the weights. */
function stepOf({ sparse, step }: LinearWeights): number {
  if (step !== undefined) return step;
  const sizes = sparse.filter((weight) => weight !== 0).map(Math.abs);
  if (sizes.length === 0) return PLAIN_STEP;
  sizes.sort();
  const largest = sizes[Math.floor((sizes.length - 1) * (1 - CLIPPED_SHARE))] as number;
  return largest / 127;
}

/** A value in steps, rounded and clipped. */
function quantised(value: number, step: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, Math.round(value / step)));
}

function linear(model: Learnt): Buffer {
  const count = binCount(model.edges);
  const ofRequest = 1 << model.sparseBits;
  const hashed = hashedCount(model.sparseBits);
  const out = new Writer();
  const steps = HEADS.map((head) => Math.fround(stepOf(model.linear[head])));
  HEADS.forEach((head, i) => {
    out.f32(steps[i] as number);
    out.f32(model.linear[head].bias);
  });
  out.u32(model.sparseBits);
  out.u32(count);
  const dense = new Int16Array(count * 4);
  const sparse = new Int8Array(ofRequest * 2 + ofRequest / SHARED);
  // threat: request weights | bot: request weights, tied | both heads: client and message weights, interleaved
  const clientAt = ofRequest + ofRequest / SHARED;
  HEADS.forEach((head, i) => {
    const weights = model.linear[head];
    if (weights.bins.length !== count || (TEXT_HEADS.includes(head) && weights.sparse.length !== hashed))
      throw new ModelError(`the weights of ${head} don't fit the bins or the number of hashed features`);
    weights.bins.forEach((weight, bin) => {
      dense[bin * 4 + i] = quantised(weight, steps[i] as number, 32767);
    });
    weights.sparse.forEach((weight, index) => {
      const value = quantised(weight, steps[i] as number, 127);
      if (index >= ofRequest) sparse[clientAt + (index - ofRequest) * 2 + i] = value;
      else if (head === "threat") sparse[index] = value;
      else if (index % SHARED === 0) sparse[ofRequest + index / SHARED] = value;
    });
  });
  out.bytes(new Uint8Array(dense.buffer));
  out.bytes(new Uint8Array(sparse.buffer));
  return out.done();
}

function centroids(model: Centroids): Buffer {
  const out = new Writer();
  out.u16(model.length);
  out.u16(model[0]?.[0]?.length ?? 0);
  out.u16(model[0]?.length ?? 0);
  out.u16(0);
  for (const centroid of model.flat()) out.bytes(centroid);
  return out.done();
}

function pca({ means, components }: PrincipalComponents): Buffer {
  const out = new Writer();
  out.u16(means.length);
  out.u16(means[0]?.length ?? 0);
  out.u16(components[0]?.length ?? 0);
  out.u16(0);
  means.forEach((mean, kind) => {
    out.bytes(mean);
    for (const component of components[kind] ?? [])
      out.bytes(new Uint8Array(Int8Array.from(component, (value) => quantised(value, 1 / 127, 127)).buffer));
  });
  return out.done();
}

function templates(known: readonly number[]): Buffer {
  const out = new Writer();
  out.u32(known.length);
  for (const template of known) out.u32(template);
  return out.done();
}

function forest(model: Forest): Buffer {
  const out = new Writer();
  out.u16(model.trees.length);
  out.u16(model.depth);
  out.f32(model.normal);
  for (const tree of model.trees) {
    tree.features.forEach((feature, node) => {
      out.u8(feature);
      out.u8(tree.bins[node] as number);
    });
    for (const length of tree.leaves) out.u16(Math.round(length * PATH_UNITS));
  }
  return out.done();
}

/** The section `CALI`. */
export function encodeCalibration(model: Learnt["calibration"]): Buffer {
  const out = new Writer();
  for (const head of HEADS) {
    const { raw, probability } = model[head] as Calibration;
    out.u32(raw.length);
    for (const x of raw) out.f32(x);
    for (const p of probability) out.f32(p);
  }
  return out.done();
}

/**
 * The sections that learning makes, in the order of a blob.
 *
 * @throws ModelError where weights don't fit the bins or the number of hashed features
 */
export function learntSections(model: Learnt): [name: string, body: Buffer][] {
  return [
    ["BINS", bins(model)],
    ["LINW", linear(model)],
    ["IFOR", forest(model.forest)],
    ["KMNS", centroids(model.centroids)],
    ["PCAR", pca(model.pca)],
    ["CALI", encodeCalibration(model.calibration)],
    ["TPLS", templates(model.templates)],
  ];
}
