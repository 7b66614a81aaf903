/** A module's model, taken apart: the inverse of encode-learnt.ts, but for quantisation. */
import type { Schema } from "../../host/filter.ts";
import { Filter } from "../../host/filter.ts";
import { ModelError } from "./error.ts";
import {
  type Calibration,
  type Centroids,
  type Forest,
  HEADS,
  type Head,
  hashedCount,
  type Learnt,
  type LinearWeights,
  type PrincipalComponents,
  SHARED,
  TEXT_HEADS,
} from "./model.ts";
import { metaOf, type Sections, splitSections } from "./sections.ts";

const PATH_UNITS = 256;
const COMPONENT_UNIT = 127;
const LINEAR_HEADER_BYTES = 32;

/** The model of a module. */
export interface Decoded {
  id: string;
  /** Provenance, for people. */
  meta: Record<string, unknown>;
  schema: Schema;
  learnt: Learnt;
  /** All sections, those that learning doesn't make too. */
  sections: Sections;
}

/**
 * Decodes a module's model.
 *
 * @param module a `.wasm` or `.aot` with a model
 * @throws ModelError where it has none that is sound, FilterError where it is no module of this version
 */
export function decodeModule(module: Uint8Array): Decoded {
  const filter = Filter.load(module);
  const sections = splitSections(filter.modelBytes());
  const body = (name: string) => {
    const found = sections.get(name);
    if (!found) throw new ModelError(`the model has no section ${name}: make it again with npm run build`);
    return found;
  };
  const edges = decodeEdges(body("BINS"), filter.schema.dense.length);
  return {
    id: body("MDID").toString("ascii"),
    meta: metaOf(sections),
    schema: filter.schema,
    learnt: {
      edges,
      ...decodeLinear(body("LINW")),
      forest: decodeForest(body("IFOR")),
      centroids: decodeCentroids(body("KMNS")),
      pca: decodePca(body("PCAR")),
      calibration: decodeCalibration(body("CALI")),
      templates: decodeTemplates(sections.get("TPLS")),
    },
    sections,
  };
}

function decodeEdges(body: Buffer, features: number): number[][] {
  return Array.from({ length: features }, (_, d) => {
    const start = body.readUInt16LE(d * 4);
    const count = body.readUInt16LE(d * 4 + 2);
    return Array.from({ length: count }, (_, e) => body.readFloatLE(features * 4 + (start + e) * 4));
  });
}

function decodeLinear(body: Buffer): Pick<Learnt, "sparseBits" | "linear"> {
  const sparseBits = body.readUInt32LE(24);
  const ofRequest = 1 << sparseBits;
  const bins = body.readUInt32LE(28);
  const sparseAt = LINEAR_HEADER_BYTES + bins * 8;
  const weightsOf = (i: number): LinearWeights => {
    const step = body.readFloatLE(i * 8);
    const hashed = TEXT_HEADS.includes(HEADS[i] as Head) ? hashedCount(sparseBits) : 0;
    const sparseWeight = (index: number) =>
      index >= ofRequest
        ? body.readInt8(sparseAt + ofRequest + ofRequest / SHARED + (index - ofRequest) * 2 + i)
        : body.readInt8(sparseAt + (HEADS[i] === "threat" ? index : ofRequest + Math.floor(index / SHARED)));
    return {
      step,
      bias: body.readFloatLE(i * 8 + 4),
      bins: Float64Array.from(
        { length: bins },
        (_, bin) => step * body.readInt16LE(LINEAR_HEADER_BYTES + bin * 8 + i * 2),
      ),
      sparse: Float64Array.from({ length: hashed }, (_, index) => step * sparseWeight(index)),
    };
  };
  return {
    sparseBits,
    linear: Object.fromEntries(HEADS.map((head, i) => [head, weightsOf(i)])) as Learnt["linear"],
  };
}

function decodeForest(body: Buffer): Forest {
  const depth = body.readUInt16LE(2);
  const inner = (1 << depth) - 1;
  let at = 8;
  const trees = Array.from({ length: body.readUInt16LE(0) }, () => {
    const nodes = at;
    const leaves = at + inner * 2;
    at = leaves + (inner + 1) * 2;
    return {
      features: Uint8Array.from({ length: inner }, (_, node) => body.readUInt8(nodes + node * 2)),
      bins: Uint8Array.from({ length: inner }, (_, node) => body.readUInt8(nodes + node * 2 + 1)),
      leaves: Float64Array.from(
        { length: inner + 1 },
        (_, leaf) => body.readUInt16LE(leaves + leaf * 2) / PATH_UNITS,
      ),
    };
  });
  return { depth, normal: body.readFloatLE(4), trees };
}

function decodeCentroids(body: Buffer): Centroids {
  const [kinds, coordinates, centroids] = [0, 2, 4].map((at) => body.readUInt16LE(at)) as [
    number,
    number,
    number,
  ];
  return Array.from({ length: kinds }, (_, kind) =>
    Array.from({ length: centroids }, (_, centroid) => {
      const from = 8 + (kind * centroids + centroid) * coordinates;
      return Uint8Array.from(body.subarray(from, from + coordinates));
    }),
  );
}

function decodePca(body: Buffer): PrincipalComponents {
  const [kinds, coordinates, count] = [0, 2, 4].map((at) => body.readUInt16LE(at)) as [
    number,
    number,
    number,
  ];
  const row = (kind: number, i: number) => 8 + (kind * (count + 1) + i) * coordinates;
  return {
    means: Array.from({ length: kinds }, (_, kind) =>
      Uint8Array.from(body.subarray(row(kind, 0), row(kind, 0) + coordinates)),
    ),
    components: Array.from({ length: kinds }, (_, kind) =>
      Array.from({ length: count }, (_, c) =>
        Float64Array.from(
          { length: coordinates },
          (_, d) => body.readInt8(row(kind, c + 1) + d) / COMPONENT_UNIT,
        ),
      ),
    ),
  };
}

function decodeCalibration(body: Buffer): Record<Head, Calibration> {
  let at = 0;
  const next = (): Calibration => {
    const count = body.readUInt32LE(at);
    const list = (from: number) => Array.from({ length: count }, (_, i) => body.readFloatLE(from + i * 4));
    const calibration = { raw: list(at + 4), probability: list(at + 4 + count * 4) };
    at += 4 + count * 8;
    return calibration;
  };
  return Object.fromEntries(HEADS.map((head) => [head, next()])) as Record<Head, Calibration>;
}

function decodeTemplates(body: Buffer | undefined): number[] {
  if (!body) return [];
  return Array.from({ length: body.readUInt32LE(0) }, (_, i) => body.readUInt32LE(4 + i * 4));
}
