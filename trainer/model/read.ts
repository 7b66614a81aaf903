/** A module's model as one blob, and another model in a module. */
import { Filter } from "../../host/filter.ts";
import { settleBudget } from "./alarm-budget.ts";
import { embedModel } from "./embed.ts";
import { ModelError } from "./error.ts";
import { ownOf, putFormats } from "./formats.ts";
import { joinPlaces, placesIn, putPlaces } from "./mask.ts";
import { putProxies } from "./proxies.ts";
import { joinSections, metaOf, SCHEMA_AT, sameSections, splitSections } from "./sections.ts";

/** Sections that the operator or people set, or that come with the code; not learnt. */
const SETTINGS_SECTIONS = [
  "SETT",
  "EXMP",
  "NAME",
  "FMTS",
  "FMTU",
  "FALT",
  "LKEY",
  "PRXY",
  "PRXN",
  "TGHT",
  "MUTE",
  "BDGT",
] as const;
const LENGTH_AT = 12;

export interface FoundModel {
  id: string;
  /** The model's bytes, without the rest of its region. */
  blob: Buffer;
  /** Provenance, for people. */
  meta: Record<string, unknown>;
}

/**
 * Reads a module's model.
 *
 * @throws FilterError or ModelError where the module has no sound one
 */
export function readModel(module: Uint8Array): FoundModel {
  const region = Buffer.from(Filter.load(module).modelBytes());
  const sections = splitSections(region);
  const id = sections.get("MDID")?.toString("ascii") ?? "";
  if (id === "") throw new ModelError("the model in this module has no id: make it again");
  return { id, blob: region.subarray(0, region.readUInt32LE(LENGTH_AT)), meta: metaOf(sections) };
}

/**
 * Whether two blobs are equal but for the operator's settings (thresholds, exempt sources and so on), and for the places whose
 * word varies, which a module keeps from model to model.
 */
export function sameWeights(a: Uint8Array, b: Uint8Array): boolean {
  const [of, others] = [splitSections(a), splitSections(b)];
  for (const name of [...SETTINGS_SECTIONS, "MASK"])
    for (const sections of [of, others]) sections.delete(name);
  return sameSections(of, others);
}

/**
 * A module with another model's weights; its code, its formats and the operator's settings stay. A module that was never
 * given formats of the user's, as one just built, takes those that the model was trained with; the same goes for keys of the
 * line, for trusted proxies and for the budget of alarms. Places whose word varies are of both: fingerprints that events have
 * never come apart again.
 *
 * @throws ModelError where the blob is for another version of the filter
 */
export function withWeights(module: Uint8Array, blob: Uint8Array): Buffer {
  const filter = Filter.load(module);
  const weights = splitSections(blob);
  const schema = Buffer.from(blob).readUInt32LE(SCHEMA_AT);
  if (schema !== filter.schema.hash >>> 0)
    throw new ModelError(
      "the model was made for another version of the filter: train a new one, or install the version that it is for",
    );
  const own = ownOf(weights);
  const keys = weights.get("LKEY");
  const proxies = weights.get("PRXN");
  const model = new Map(weights);
  const settings = splitSections(filter.modelBytes());
  for (const name of SETTINGS_SECTIONS) {
    const body = settings.get(name);
    if (body) weights.set(name, body);
    else weights.delete(name);
  }
  putPlaces(weights, joinPlaces(placesIn(settings), placesIn(weights)));
  const takesFormats = own !== undefined && !settings.has("FMTU");
  const takesKeys = keys !== undefined && !settings.has("LKEY");
  if (takesKeys) weights.set("LKEY", keys);
  if (proxies && !settings.has("PRXN")) weights.set("PRXN", proxies);
  putProxies(weights);
  settleBudget(weights, model);
  if (takesFormats || takesKeys) putFormats(weights, filter.schema, takesFormats ? own : ownOf(weights));
  return embedModel(module, joinSections(weights, filter.schema.hash));
}
