/** The sections that learning makes; layouts in filter/model. {@link decodeModule} reads them again. */
import { ModelError } from "./error.ts";
import {
  binCount,
  type Calibration,
  type Forest,
  HEADS,
  hashedCount,
  type Learnt,
  type LinearWeights,
  type Neighbours,
  SHARED,
  type Subspace,
  TEXT_HEADS,
} from "./model.ts";
import { Writer } from "./writer.ts";

/** Path lengths of the forest's leaves are whole numbers of 1/256. */
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

/** Largest share of a head's hashed weights that may be cut off at +-127 so that the others keep their precision. */
const CLIPPED_SHARE = 0.0005;

/** Step of the weights of a head that reads no hashed features, or has not learnt any. */
const PLAIN_STEP = 1 / 256;

/** Step of a head's whole-number weights: the one that it had, where it was learnt on from a model that serves. */
function quantum({ sparse, step }: LinearWeights): number {
  if (step !== undefined) return step;
  const sizes = sparse.filter((weight) => weight !== 0).map(Math.abs);
  if (sizes.length === 0) return PLAIN_STEP;
  sizes.sort();
  const largest = sizes[Math.floor((sizes.length - 1) * (1 - CLIPPED_SHARE))] as number;
  return largest / 127;
}

function whole(value: number, step: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, Math.round(value / step)));
}

function linear(model: Learnt): Buffer {
  const count = binCount(model.edges);
  const asked = 1 << model.sparseBits;
  const hashed = hashedCount(model.sparseBits);
  const out = new Writer();
  const steps = HEADS.map((head) => Math.fround(quantum(model.linear[head])));
  HEADS.forEach((head, i) => {
    out.f32(steps[i] as number);
    out.f32(model.linear[head].bias);
  });
  out.u32(model.sparseBits);
  out.u32(count);
  const dense = new Int16Array(count * 4);
  const sparse = new Int8Array(asked * 2 + asked / SHARED);
  const said = asked + asked / SHARED;
  HEADS.forEach((head, i) => {
    const weights = model.linear[head];
    if (weights.bins.length !== count || (TEXT_HEADS.includes(head) && weights.sparse.length !== hashed))
      throw new ModelError(`the weights of ${head} don't fit the bins or the number of hashed features`);
    weights.bins.forEach((weight, bin) => {
      dense[bin * 4 + i] = whole(weight, steps[i] as number, 32767);
    });
    weights.sparse.forEach((weight, index) => {
      const value = whole(weight, steps[i] as number, 127);
      if (index >= asked) sparse[said + (index - asked) * 2 + i] = value;
      else if (head === "threat") sparse[index] = value;
      else if (index % SHARED === 0) sparse[asked + index / SHARED] = value;
    });
  });
  out.bytes(new Uint8Array(dense.buffer));
  out.bytes(new Uint8Array(sparse.buffer));
  return out.done();
}

function neighbours(model: Neighbours): Buffer {
  const out = new Writer();
  out.u16(model.length);
  out.u16(model[0]?.[0]?.length ?? 0);
  out.u16(model[0]?.length ?? 0);
  out.u16(0);
  for (const centre of model.flat()) out.bytes(centre);
  return out.done();
}

function subspace({ means, components }: Subspace): Buffer {
  const out = new Writer();
  out.u16(means.length);
  out.u16(means[0]?.length ?? 0);
  out.u16(components[0]?.length ?? 0);
  out.u16(0);
  means.forEach((mean, kind) => {
    out.bytes(mean);
    for (const component of components[kind] ?? [])
      out.bytes(new Uint8Array(Int8Array.from(component, (value) => whole(value, 1 / 127, 127)).buffer));
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

function calibration(model: Record<string, Calibration>): Buffer {
  const out = new Writer();
  for (const head of HEADS) {
    const { raw, probability } = model[head] as Calibration;
    out.u32(raw.length);
    for (const x of raw) out.f32(x);
    for (const p of probability) out.f32(p);
  }
  return out.done();
}

/** The sections that learning makes. */
export function learntSections(model: Learnt): [name: string, body: Buffer][] {
  return [
    ["BINS", bins(model)],
    ["LINW", linear(model)],
    ["IFOR", forest(model.forest)],
    ["KMNS", neighbours(model.neighbours)],
    ["PCAR", subspace(model.subspace)],
    ["CALI", calibration(model.calibration)],
    ["TPLS", templates(model.templates)],
  ];
}
