/** Values of an event's dense features by their names. */
import type { Features, Schema } from "../../host/filter.ts";

/** @returns the value of a feature; -1 where the module does not have it */
export function denseValues({ dense }: Schema): (features: Features, name: string) => number {
  const at = new Map(dense.map((name, i) => [name, i]));
  return (features, name) => features.dense[at.get(name) ?? -1] ?? -1;
}
