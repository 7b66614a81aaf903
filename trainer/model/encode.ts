/** A model as the bytes that the filter reads; layout in filter/model/blob.ts and its neighbours. */
import type { Schema } from "../../host/filter.ts";
import { fnv, foldWord } from "./hash.ts";
import {
  binCount,
  type Calibration,
  DISTANCES,
  type Forest,
  type Fragment,
  HEADS,
  hashedCount,
  type Learnt,
  type LinearWeights,
  type Model,
  type Neighbours,
  SHARED,
  type Subspace,
  TEXT_HEADS,
} from "./model.ts";
import { joinSections, type Sections } from "./sections.ts";
import { encodeExempt, encodeSettings, nameBytes } from "./settings.ts";

/** Largest blob that the filter has room for. */
export const BLOB_MAX_BYTES = 131_072;
const PATH_UNITS = 256;

/** The model can't be written in the filter's form. */
export class ModelError extends Error {
  override name = "ModelError";
}

/** Writes numbers one after the other. */
class Writer {
  #parts: Buffer[] = [];

  u8(value: number): void {
    this.#parts.push(Buffer.from([value & 255]));
  }
  u16(value: number): void {
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16LE(value);
    this.#parts.push(bytes);
  }
  u32(value: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value >>> 0);
    this.#parts.push(bytes);
  }
  f32(value: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeFloatLE(value);
    this.#parts.push(bytes);
  }
  bytes(value: Uint8Array): void {
    this.#parts.push(Buffer.from(value));
  }
  done(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

/** Bytes of a hash and what belongs to it. */
const SLOT_BYTES = 8;

/** Slots of a table that is at most half full. */
function slotsFor(entries: number): number {
  let slots = 4;
  while (slots < entries * 2) slots *= 2;
  return slots;
}

/** An open hash table with linear probing, as filter/model/slots.ts reads it; a body is four bytes. */
function hashTable(entries: ReadonlyMap<number, Buffer>): Buffer {
  const slots = slotsFor(entries.size);
  const table = Buffer.alloc(4 + slots * SLOT_BYTES);
  table.writeUInt32LE(slots, 0);
  const taken = new Set<number>();
  for (const [hash, body] of entries) {
    if (hash === 0)
      throw new ModelError("a name's hash is 0, which marks an empty slot: choose another name");
    let slot = hash & (slots - 1);
    while (taken.has(slot)) slot = (slot + 1) & (slots - 1);
    taken.add(slot);
    const at = 4 + slot * SLOT_BYTES;
    table.writeUInt32LE(hash, at);
    body.copy(table, at + 4);
  }
  return table;
}

function names(model: Model, schema: Schema): Buffer {
  const entries = new Map<number, Buffer>();
  const texts: Buffer[] = [];
  let offset = slotsFor(model.names.length) * SLOT_BYTES;
  for (const { name, field, rank } of model.names) {
    const number = schema.fields.indexOf(field);
    if (number < 0) throw new ModelError(`unknown field ${field} of name ${name}`);
    const hash = fnv(name);
    if (entries.has(hash)) throw new ModelError(`name ${name} stands twice, or its hash does`);
    const body = Buffer.alloc(4);
    body.writeUInt16LE(number, 0);
    body.writeUInt16LE(offset, 2);
    entries.set(hash, body);
    const bytes = nameBytes(name, "a field's name");
    texts.push(Buffer.from([rank, bytes.length]), bytes);
    offset += 2 + bytes.length;
  }
  return Buffer.concat([hashTable(entries), ...texts]);
}

/** Families in the filter's order: the dense features called `words_…` and `ua_…` at the end of the schema. */
function familyNames(schema: Schema): string[] {
  return schema.dense.slice(schema.dense.indexOf("words_sqli"), -DISTANCES.length);
}

function dictionary(model: Model, schema: Schema): Buffer {
  const families = familyNames(schema);
  const entries = new Map<number, Buffer>();
  for (const [family, words] of Object.entries(model.dictionary)) {
    const number = families.indexOf(family);
    if (number < 0) throw new ModelError(`unknown family ${family}`);
    for (const word of words) {
      const hash = fnv(foldWord(word));
      if (entries.has(hash)) continue;
      const body = Buffer.alloc(4);
      body.writeUInt32LE(number);
      entries.set(hash, body);
    }
  }
  return hashTable(entries);
}

const FRAGMENT_BUCKETS = 256;

function fragments(list: readonly Fragment[]): Buffer {
  const buckets = new Map<number, Buffer[]>();
  for (const { text, atStart, beginsWord, endsWord } of list) {
    const bytes = Buffer.from(text, "latin1");
    if (bytes.length < 2 || bytes.length > 255 || text !== text.toLowerCase())
      throw new ModelError(`a fragment is 2 to 255 bytes in lower case, ${JSON.stringify(text)} is not`);
    const bucket = (((bytes[0] as number) << 3) ^ (bytes[1] as number)) & (FRAGMENT_BUCKETS - 1);
    const where = (atStart ? 1 : 0) | (beginsWord ? 2 : 0) | (endsWord ? 4 : 0);
    buckets.set(bucket, [...(buckets.get(bucket) ?? []), Buffer.from([bytes.length, where]), bytes]);
  }
  const heads = Buffer.alloc(FRAGMENT_BUCKETS * 2);
  const bodies: Buffer[] = [];
  let offset = heads.length;
  for (const [bucket, entries] of buckets) {
    const body = Buffer.concat([...entries, Buffer.from([0])]);
    heads.writeUInt16LE(offset, bucket * 2);
    bodies.push(body);
    offset += body.length;
  }
  return Buffer.concat([heads, ...bodies]);
}

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

/**
 * Encodes a model for a module with the given schema.
 *
 * @throws ModelError where it does not fit (too large, unknown names, weights of another shape)
 */
export function encodeModel(model: Model, schema: Schema): Buffer {
  const sections: Sections = new Map([
    ["MDID", Buffer.from(model.id, "ascii")],
    ["SETT", encodeSettings(model.settings)],
    ["NAME", names(model, schema)],
    ["DICT", dictionary(model, schema)],
    ["FRAG", fragments(model.fragments)],
    ...learntSections(model),
    ["EXMP", encodeExempt(model.exempt)],
    ["META", Buffer.from(JSON.stringify(model.meta))],
  ]);
  return blobOf(sections, schema);
}

/**
 * A model's sections as one blob.
 *
 * @throws ModelError where it is too large
 */
export function blobOf(sections: Sections, schema: Schema): Buffer {
  const blob = joinSections(sections, schema.hash);
  if (blob.length > BLOB_MAX_BYTES)
    throw new ModelError(`the model takes ${blob.length} bytes, ${BLOB_MAX_BYTES} is the most`);
  return blob;
}
