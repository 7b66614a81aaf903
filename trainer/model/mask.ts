/** Places whose word varies, in a module: section `MASK`, drawn in filter/model/mask.ts. */
import { Filter } from "../../host/filter.ts";
import { changeSections } from "./change.ts";
import { ModelError } from "./error.ts";
import { type Sections, splitSections } from "./sections.ts";

export const MAX_PLACES = 512;
const PLACE_BYTES = 4;

/** The places in a model's sections, rising. */
export function placesIn(sections: Sections): number[] {
  const body = sections.get("MASK") ?? Buffer.alloc(0);
  return Array.from({ length: body.length / PLACE_BYTES }, (_, i) => body.readUInt32LE(i * PLACE_BYTES));
}

/**
 * Puts places into a model's sections; without any there is no section.
 *
 * @throws ModelError where there are too many
 */
export function putPlaces(sections: Sections, places: readonly number[]): void {
  const rising = Uint32Array.from(new Set(places)).sort();
  if (rising.length > MAX_PLACES)
    throw new ModelError(`there are ${rising.length} places whose word varies, ${MAX_PLACES} is the most`);
  if (rising.length === 0) sections.delete("MASK");
  else sections.set("MASK", Buffer.from(rising.buffer));
}

/** Places and further ones, as many as there is room for. */
export function joinPlaces(places: readonly number[], more: readonly number[]): number[] {
  const own = new Set(places);
  return [...places, ...more.filter((place) => !own.has(place))].slice(0, MAX_PLACES);
}

/**
 * The places in a module, rising.
 *
 * @throws ModelError where the module has no sound model
 */
export function maskOf(module: Uint8Array): number[] {
  return placesIn(splitSections(Filter.load(module).modelBytes()));
}

/**
 * The module with these places in the place of its own; the same bytes where they are its own.
 *
 * @throws ModelError where there are too many, or the module has no sound model
 */
export function withMask(module: Uint8Array, places: readonly number[]): Buffer {
  return changeSections(module, (sections) => putPlaces(sections, places));
}
