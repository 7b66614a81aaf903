/** Template fingerprints that a module changes: what was kept by one is found again by the other. */
import type { Filter } from "../../host/filter.ts";
import type { ShipperTime } from "../../host/time.ts";

/** New fingerprints by old ones; those that stay are not in it. */
export type TemplateMap = ReadonlyMap<number, number>;

/** A record, as a shipper hands it to the filter. */
export interface Recorded {
  record: string;
  time: ShipperTime;
}

/**
 * Maps fingerprints by records that show the templates: two records of one template before are of one after, since a model's
 * places only mask more of it.
 *
 * @param before,after instances of their own: records are counted in them
 */
export function templateMap(before: Filter, after: Filter, records: Iterable<Recorded>): TemplateMap {
  const map = new Map<number, number>();
  for (const { record, time } of records) {
    const [old, now] = [before, after].map((filter) => filter.features(record, time)?.template);
    if (old !== undefined && now !== undefined && old !== now) map.set(old, now);
  }
  return map;
}

/** What a template's fingerprint is now. */
export function templateNow(map: TemplateMap, template: number): number {
  return map.get(template) ?? template;
}
