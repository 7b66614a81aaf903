/** A simulated site in a real Postgres: lines scored by a module as a shipper would, and stored. */
import { fillSite as fill, type Truth } from "../../bench/loop/fill.ts";
import type { SimulatedLine } from "../../simulate/lib/types.ts";
import type { TestStore } from "../store/test-store.ts";

export type { Truth } from "../../bench/loop/fill.ts";

/** Scores lines in order and stores them; returns what is true of each. */
export function fillSite(
  store: TestStore,
  module: Uint8Array,
  lines: Iterable<SimulatedLine>,
  file?: string,
): Promise<Truth[]> {
  return fill(store.pool, module, lines, file);
}
