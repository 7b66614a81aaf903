/** What a module says of its model. */
import { Filter } from "../../host/filter.ts";
import { embedModel } from "./embed.ts";
import { ModelError } from "./error.ts";
import { joinSections, metaOf, SCHEMA_AT, splitSections } from "./sections.ts";

/** Sections that belong to whoever runs the filter, not to what was learnt. */
const SETTINGS_SECTIONS = ["SETT", "EXMP"] as const;
const LENGTH_AT = 12;

export interface FoundModel {
  id: string;
  /** The model region's bytes without what lies behind the model. */
  blob: Buffer;
  /** Provenance for people, as the trainer wrote it. */
  meta: Record<string, unknown>;
}

/** @throws FilterError or ModelError where the module has no sound model */
export function readModel(module: Uint8Array): FoundModel {
  const region = Buffer.from(Filter.load(module).modelBytes());
  const sections = splitSections(region);
  const id = sections.get("MDID")?.toString("ascii") ?? "";
  if (id === "") throw new ModelError("the model in this module has no id: make it again");
  return { id, blob: region.subarray(0, region.readUInt32LE(LENGTH_AT)), meta: metaOf(sections) };
}

/** Whether two blobs hold the same weights; thresholds and exempt sources may differ. */
export function sameWeights(a: Uint8Array, b: Uint8Array): boolean {
  const [of, others] = [splitSections(a), splitSections(b)];
  for (const name of SETTINGS_SECTIONS) for (const sections of [of, others]) sections.delete(name);
  return of.size === others.size && [...of].every(([name, body]) => others.get(name)?.equals(body));
}

/**
 * A module with the code and settings (thresholds, exempt sources and so on) of one and the weights of a blob: what an
 * operator has set stays when the model changes.
 *
 * @throws ModelError where the blob can't be taken by this module
 */
export function withWeights(module: Uint8Array, blob: Uint8Array): Buffer {
  const filter = Filter.load(module);
  const weights = splitSections(blob);
  const schema = Buffer.from(blob).readUInt32LE(SCHEMA_AT);
  if (schema !== filter.schema.hash >>> 0)
    throw new ModelError(
      "the model was made for another version of the filter: train a new one, or install the version that it is for",
    );
  const settings = splitSections(filter.modelBytes());
  for (const name of SETTINGS_SECTIONS) {
    const body = settings.get(name);
    if (body) weights.set(name, body);
  }
  return embedModel(module, joinSections(weights, filter.schema.hash));
}
