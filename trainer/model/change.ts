/** A module whose model has other sections. */
import { Filter, type Schema } from "../../host/filter.ts";
import { embedModel } from "./embed.ts";
import { blobOf, type Sections, sameSections, splitSections } from "./sections.ts";

/**
 * The module with a change of its model's sections; the same bytes where they stay.
 *
 * @throws ModelError where the module has no sound model, or the new one is too large
 */
export function changeSections(
  module: Uint8Array,
  change: (sections: Sections, schema: Schema) => void,
): Buffer {
  const filter = Filter.load(module);
  const sections = splitSections(filter.modelBytes());
  const before = new Map(sections);
  change(sections, filter.schema);
  if (sameSections(before, sections)) return Buffer.from(module);
  return embedModel(module, blobOf(sections, filter.schema));
}
