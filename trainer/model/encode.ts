/** A model as the bytes that the filter reads; layouts in filter/model. */
import type { Schema } from "../../host/filter.ts";
import { learntSections } from "./encode-learnt.ts";
import {
  encodeBotSubstrings,
  encodeDictionary,
  encodeFieldAliases,
  encodeRobotNames,
} from "./encode-tables.ts";
import type { Model } from "./model.ts";
import { blobOf, type Sections } from "./sections.ts";
import { encodeExempt, encodeSettings } from "./settings.ts";

/**
 * Encodes a model for a module with the given schema.
 *
 * @throws ModelError where it does not fit (too large, unknown names, weights of another shape)
 */
export function encodeModel(model: Model, schema: Schema): Buffer {
  const sections: Sections = new Map([
    ["MDID", Buffer.from(model.id, "ascii")],
    ["SETT", encodeSettings(model.settings)],
    ["NAME", encodeFieldAliases(model.fieldAliases, schema)],
    ["DICT", encodeDictionary(model, schema)],
    ["FRAG", encodeBotSubstrings(model.botSubstrings)],
    ["ROBO", encodeRobotNames(model.robotNames)],
    ...learntSections(model),
    ["EXMP", encodeExempt(model.exempt)],
    ["META", Buffer.from(JSON.stringify(model.meta))],
  ]);
  return blobOf(sections, schema);
}
